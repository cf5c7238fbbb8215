"""What a column holds, by the words at its top, as ministries and field teams write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from witnessmark.marks.tables import rows
from witnessmark.vocabulary.headings import Role, roles
from witnessmark.vocabulary.states import PACKAGE

BY_LANGUAGE = {
    "en": {
        "Serial number of the firearm (if known)": "serial",
        "Gun Serial #": "serial",
        "serialNo": "serial",
        "Country of final destination": "end-destination",
        "End-User Country": "end-destination",
        "State of origin (if not exporter)": "origin",
        "Exporting State": "from",
        "Consignee": "to",
        "Intermediate location (if any)": "via",
        "Licence No.": "licence-number",
        "Date of issue": "licence-date",
        "Valid until": "valid-until",
        "Goods description": "goods",
        "ML category": "category",
        "Qty": "quantity",
        "Unit of measure": "unit",
        "Unit cost": "unit-value",
        "Total value": "value",
        "Lot/Batch No.": "lot",
        "Headstamp (12 o'clock)": "headstamp",
        "Manufacturer": "make",
        "Firearm make": "make",
        "Cal.": "calibre",
        "Country of manufacture (claimed)": "country-of-make",
        "Year of manufacture": "year-of-make",
        "Recovered from": "previous-user",
        "Seized by": "recovered-by",
        "Current holder": "holder",
        "Photo 1": "photo",
        "Evidence URL": "url",
        "Remarks": "note",
        "PARENT_KEY": "parent-id",
        "Event type": "event",
        "NSN": "stock-number",
        "gps-Latitude": "latitude",
        "_longitude": "longitude",
        "Start date": "date-from",
        "End date": "date-until",
        "Where found": "place",
        "Status": "status",
        "Source document": "source",
        "Row": "record-id",
        "Item name": "item",
        "Weapon type": "class",
        "Model": "model",
        "Markings": "mark",
        "Recovery date": "date",
        "Country": "country",
        "Quantities": "quantity",
    },
    "fr": {
        "N° de série": "serial",
        "Pays de destination finale": "end-destination",
        "Pays d'origine": "origin",
        "Exportateur": "from",
        "Pays destinataire": "to",
        "N° de licence": "licence-number",
        "Fabricant": "make",
        "Année de fabrication": "year-of-make",
        "Quantité": "quantity",
        "Lieu de saisie": "place",
        "Saisi par": "recovered-by",
        "Date de saisie": "date",
        "Valable jusqu'au": "valid-until",
        "Type d'arme": "class",
        "Marquage": "mark",
        "Valeur en euros": "value",
        "Observations": "note",
        "Numéro de lot": "lot",
    },
    "es": {
        "Nº de serie": "serial",
        "País de destino final": "end-destination",
        "País de origen": "origin",
        "Lote": "lot",
        "Cantidad": "quantity",
        "Valor": "value",
        "Fecha de autorización": "licence-date",
        "Usuario final": "to",
        "Lugar de incautación": "place",
        "Incautado a": "previous-user",
        "Incautado por": "recovered-by",
        "Calibre": "calibre",
    },
    "pt": {
        "Número de série": "serial",
        "País de destino": "to",
        "Ano de fabrico": "year-of-make",
        "Quantidade": "quantity",
        "Data da apreensão": "date",
        "Local de apreensão": "place",
        "Observações": "note",
        "Fabricante": "make",
    },
    "it": {
        "Numero di matricola": "serial",
        "Paese di destinazione": "to",
        "Paese di produzione": "country-of-make",
        "Quantità": "quantity",
        "Valore": "value",
        "Data di scadenza": "valid-until",
        "Luogo di sequestro": "place",
    },
    "de": {
        "Seriennummer": "serial",
        "Waffennummern": "serial",
        "Endverbleibsland": "end-destination",
        "Bestimmungsland": "to",
        "Herstellungsland": "country-of-make",
        "Genehmigungsnummer": "licence-number",
        "AL-Position": "category",
        "Gültig bis": "valid-until",
        "Lfd. Nr.": "record-id",
        "Anzahl": "quantity",
        "Losnummer": "lot",
        "Baujahr": "year-of-make",
        "Waffenart": "class",
        "Fundort": "place",
        "Bemerkungen": "note",
        "Datum der Sicherstellung": "date",
    },
    "nl": {
        "afgifte datum": "licence-date",
        "land van bestemming": "to",
        "land van eindbestemming": "end-destination",
        "land van oorsprong": "origin",
        "goederen omschrijving": "goods",
        "verval datum": "valid-until",
        "T.v.v.": "parent-id",
        "Vergunningnummer": "licence-number",
        "Serienummer": "serial",
        "Aantal": "quantity",
        "Bouwjaar": "year-of-make",
    },
    "ru": {
        "Заводской №": "serial",
        "Страна конечного назначения": "end-destination",
        "Страна-изготовитель": "country-of-make",
        "Калибр, мм": "calibre",
        "Кол-во, шт.": "quantity",
        "№ п/п": "record-id",
        "Дата изъятия": "date",
        "Срок действия лицензии": "valid-until",
        "Номер партии": "lot",
        "Получатель": "to",
        "Кем изъято": "recovered-by",
        "Серийный номер до": "serial-last",
        "Примечание": "note",
    },
    "uk": {
        "Серійний номер": "serial",
        "Країна кінцевого призначення": "end-destination",
        "Рік випуску": "year-of-make",
        "К-сть": "quantity",
        "Місце вилучення": "place",
        "Номер партії": "lot",
        "Виробник": "make",
        "Примітка": "note",
    },
    "ar": {
        "الرقم التسلسلي": "serial",
        "بلد المنشأ": "origin",
        "بلد المقصد": "to",
        "بلد الصنع": "country-of-make",
        "العيار": "calibre",
        "الكمية": "quantity",
        "تاريخ الضبط": "date",
        "مكان الضبط": "place",
        "ملاحظات": "note",
        "رقم الترخيص": "licence-number",
        "سنة الصنع": "year-of-make",
    },
    "tr": {
        "Seri No": "serial",
        "Menşe Ülke": "origin",
        "Varış Ülkesi": "to",
        "Üretim Yılı": "year-of-make",
        "Adet": "quantity",
        "ELE GEÇİRME TARİHİ": "date",
        "Ele Geçirilen Yer": "place",
        "Açıklama": "note",
        "Kalibre": "calibre",
    },
    "pl": {
        "Numer seryjny": "serial",
        "Numer seryjny do": "serial-last",
        "Kraj pochodzenia": "origin",
        "Ilość": "quantity",
        "Kraj końcowego użytkownika": "end-destination",
        "Rok produkcji": "year-of-make",
        "Lp.": "record-id",
        "Uwagi": "note",
    },
    "ro": {
        "Nr. crt.": "record-id",
        "Serie": "serial",
        "Țara de destinație finală": "end-destination",
        "Cantitate": "quantity",
        "Anul fabricației": "year-of-make",
        "Observații": "note",
        "Valoare": "value",
    },
    "sr": {
        "Serijski broj": "serial",
        "Серијски број": "serial",
        "Zemlja krajnjeg korisnika": "end-destination",
        "R.br.": "record-id",
        "Zemlja porijekla": "origin",
        "Količina": "quantity",
        "Датум заплене": "date",
        "Vrsta oružja": "class",
    },
    "bg": {
        "Сериен номер": "serial",
        "Държава на крайния потребител": "end-destination",
        "Страна на произход": "origin",
        "Количество": "quantity",
        "№ по ред": "record-id",
        "Стойност": "value",
        "Забележка": "note",
    },
    "el": {
        "Αριθμός σειράς": "serial",
        "Χώρα τελικού προορισμού": "end-destination",
        "Χώρα προέλευσης": "origin",
        "Ποσότητα": "quantity",
        "Έτος κατασκευής": "year-of-make",
        "Α/Α": "record-id",
        "ΠΑΡΑΤΗΡΗΣΕΙΣ": "note",
    },
    "fa": {
        "شماره سریال": "serial",
        "کشور سازنده": "country-of-make",
        "کشور مقصد": "to",
        "سال ساخت": "year-of-make",
        "تعداد": "quantity",
        "محل کشف": "place",
        "تاریخ کشف": "date",
        "ملاحظات": "note",
    },
    "zh": {
        "序列号": "serial",
        "枪号": "serial",
        "原产国": "origin",
        "最终目的国": "end-destination",
        "生产年份": "year-of-make",
        "数量": "quantity",
        "口径": "calibre",
        "许可证号": "licence-number",
        "备注": "note",
        "缴获地点": "place",
    },
}
CASES = [(language, heading, role) for language, each in BY_LANGUAGE.items() for heading, role in each.items()]


@pytest.mark.parametrize(("language", "heading", "role"), CASES, ids=[f"{c[0]}: {c[1]}" for c in CASES])
def test_a_heading_names_its_column(language: str, heading: str, role: str) -> None:
    found = roles(heading)
    assert found[0].role.value == role
    assert len(found) == 1 or found[0].bits > found[1].bits or found[1].role is Role.CURRENCY


def test_the_longest_and_most_specific_comes_first() -> None:
    assert [r.role for r in roles("Country of final destination")] == [Role.END_DESTINATION]
    assert [r.role for r in roles("Country")] == [Role.COUNTRY]


@pytest.mark.parametrize("heading", ["serial no. (first)", "First serial", "Serial from", "serial range start"])
def test_the_first_of_a_range_is_a_serial(heading: str) -> None:
    assert roles(heading)[0].role is Role.SERIAL


@pytest.mark.parametrize("heading", ["last serial", "Serial no. (last)", "Serial to", "Letzte Seriennummer"])
def test_the_last_of_a_range_is_a_column_of_its_own(heading: str) -> None:
    assert roles(heading)[0].role is Role.SERIAL_LAST


def test_a_heading_can_name_two_things() -> None:
    assert [r.role for r in roles("waarde (€)")] == [Role.VALUE, Role.CURRENCY]


def test_words_that_nothing_explains_make_it_tell_less() -> None:
    assert roles("Serial number")[0].bits > roles("Serial number blue moon")[0].bits


def test_a_small_word_is_a_role_only_where_it_is_the_whole_heading() -> None:
    assert [r.role for r in roles("To")] == [Role.TO]
    assert roles("how to fill") == ()


def test_a_role_says_which_word_of_which_language_it_rests_on_and_that_it_is_background() -> None:
    (found,) = roles("Ilość")
    assert found.because == "'Ilość' says 'ilość' (pl), which is background"
    assert not found.support.is_verified


@pytest.mark.parametrize("heading", ["", " ", "Xyzzy", "123", "\ud800", "x" * 10_000, "(((", "年月日" * 60])
def test_what_holds_no_known_word_names_nothing(heading: str) -> None:
    assert all(isinstance(found.role, Role) for found in roles(heading))
    assert not heading.strip("(123 xX") or heading.startswith(("年", "\ud800")) or roles(heading) == ()


def test_every_role_has_words_in_english_and_every_row_is_background() -> None:
    table = rows("headings", PACKAGE)
    assert {row["role"] for row in table if row["language"] == "en"} >= {role.value for role in Role}
    assert {row["status"] for row in table} == {"background"}


def test_every_phrase_of_the_table_is_found_as_a_heading() -> None:
    lost = [
        (row["role"], row["language"], phrase)
        for row in rows("headings", PACKAGE)
        if not row["role"].startswith("+")
        for phrase in row["words"].split("; ")
        if row["role"] not in {found.role.value for found in roles(phrase)}
    ]
    assert lost == []


@given(st.text(max_size=60))
def test_any_text_can_be_asked(heading: str) -> None:
    found = roles(heading)
    assert list(found) == sorted(found, key=lambda r: -r.bits)
    assert len({r.role for r in found}) == len(found)
