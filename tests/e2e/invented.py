"""Invented cases in the notation: no name, mark, number or place in them is real."""

RIFLE = """
case rifle-case: A rifle of the Orlan Works
  level R0

source ledger: Ledger of the Orlan Works
  form register
  publisher Orlan Works
  original read

party orlan: Orlan Works
  sort maker

party ministry: Ministry of Arvenia
  sort state-body

party band: Band of the Hollow Hill
  sort armed-group

item rifle: rifle KB 04217 86
  item-class rifle

manufacture made
  of rifle
  by orlan
  when 1986
  source ledger

transfer sold
  of rifle
  as export
  from orlan
  to ministry
  when 1987-03
  source ledger
  quote one rifle, by rail

sighting seen
  of rifle
  holder band
  when 1991-06
  source ledger
"""
"""A rifle that is made, exported and seen with a band: public, one source."""

LATER = """
source diary: Diary of a customs officer
  form document

item rifle: rifle KB 04217 86
  item-class rifle

party band: Band of the Hollow Hill
  sort armed-group

party police: Police of Arvenia
  sort police

recovery taken
  of rifle
  by police
  how seized
  when 1993-02-11
  previous-user band
  previous-user-basis observed
  source diary
"""
"""What became known of the same rifle later: things that are told alike are one thing."""

GUARDED = """
case guarded: A case with something to guard
  level R0

source paper: Waybill of the Marl Line
  form document

source whisper: Talk with a clerk in Quellstadt
  form interview
  note the clerk of the night shift

party line: Marl Line
  sort carrier

party army: Army of Korvalia
  sort armed-force

item crate: crate of the yellow mark
  item-class cartridges

transfer open
  of crate
  from line
  to army
  when 2011
  source paper

transfer partner-only
  of crate
  from army
  to line
  when 2012
  note partnerword
  source paper

sighting panel-only
  of crate
  holder army
  when 2013
  note panelword
  source paper

sighting sealed-only
  of crate
  holder line
  when 2014
  note sealedword
  source whisper
  quote whisperedword

sighting resting
  of crate
  holder line
  when 2015
  note restingword
  source paper

sighting agreed
  of crate
  holder army
  when 2016
  note refusedword
  source paper

remark on-sealed
  nature inference
  text rumourword
  about sealed-only

disclosure to-partners
  of partner-only
  level R1
  by desk
  reason partners asked

disclosure to-panel
  of panel-only
  level R2
  by desk
  reason the panel asked

disclosure to-nobody
  of sealed-only
  of whisper
  level R3
  by desk
  reason it would name the clerk

embargo for-now
  of resting
  until 2014-12-31
  by desk
  reason the trial goes on

consent not-given
  of agreed
  given no
  by desk
  reason the witness said no
"""
"""Statements for every level, one under embargo until the end of 2014, one without consent."""

TRAINING = "case drill: A drill\n  level R0\n  training TRAINING - all of this is invented\n\nitem drill-rifle: rifle\n"
"""A training case."""
