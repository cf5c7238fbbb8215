"""An invented authority for timestamps: keys and tokens by ``openssl ts``, answers over HTTP on this machine."""

import http.server
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

_CONFIG = """
[req]
distinguished_name = dn
prompt = no
[dn]
CN = {name} Root
[ca]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
[stamp]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,{use}
[one]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/own.pem
{certs}
signer_key = {folder}/own.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ordering = yes
tsa_name = yes
ess_cert_id_chain = no
"""
REPLY = "application/timestamp-reply"


def _openssl(folder: Path, *words: str) -> None:
    subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True, timeout=60)


@dataclass
class Authority:
    """Somebody who signs that a digest was seen."""

    folder: Path
    name: str
    asked: list[bytes] = field(default_factory=list)

    def answer(self, request: bytes) -> bytes:
        """The TimeStampResp to a TimeStampReq."""
        self.asked.append(request)
        (self.folder / "q.tsq").write_bytes(request)
        words = ("-config", "own.cnf", "-section", "one", "-queryfile", "q.tsq", "-out", "a.tsr")
        _openssl(self.folder, "ts", "-reply", *words)
        return (self.folder / "a.tsr").read_bytes()

    @property
    def root(self) -> bytes:
        """The certificate of its root, PEM."""
        return (self.folder / "ca.pem").read_bytes()


def new_authority(folder: Path, name: str, *, use: str = "timeStamping", carries_root: bool = False) -> Authority:
    """An authority with a root of its own."""
    folder.mkdir()
    certs = f"certs = {folder}/ca.pem" if carries_root else ""
    (folder / "own.cnf").write_text(_CONFIG.format(name=name, folder=folder, use=use, certs=certs))
    (folder / "serial").write_text("0100\n")
    curve = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
    root = ("-keyout", "ca.key", "-out", "ca.pem", "-days", "3650", "-config", "own.cnf", "-extensions", "ca")
    _openssl(folder, "req", "-x509", *curve, *root)
    own = ("-keyout", "own.key", "-out", "own.csr", "-subj", f"/CN={name}", "-config", "own.cnf")
    _openssl(folder, "req", "-new", *curve, *own)
    signed = ("-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "3650", "-out", "own.pem")
    _openssl(folder, "x509", "-req", "-in", "own.csr", *signed, "-extfile", "own.cnf", "-extensions", "stamp")
    return Authority(folder, name)


@contextmanager
def served(answer: Callable[[bytes], bytes], *, kind: str = REPLY, status: int = 200) -> Iterator[str]:
    """The address at which requests are answered, as long as this lasts."""

    class Desk(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = self.rfile.read(int(self.headers["Content-Length"]))
            is_query = self.headers["Content-Type"] == "application/timestamp-query"
            payload = answer(request) if is_query else b""
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(payload)))
            if status in {301, 302, 307}:
                self.send_header("Location", "http://127.0.0.1:9/")
            self.end_headers()
            self.wfile.write(payload)

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/tsr"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
