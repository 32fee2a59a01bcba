"""A certificate authority made at start: one leaf per name, minted when the name is first asked for."""

import re
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

FALLBACK_NAME = "replica.test"
HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")


class Authority:
    """Signs for every name, with ECDSA P-256, valid from yesterday for thirty days.

    The CA's certificate is in `ca_file` and is also sent in every chain; its key never leaves memory.
    The leaves stand in `directory`, which must be fresh.
    """

    def __init__(self, directory: Path, ca_file: Path) -> None:
        self._directory = directory
        self._contexts: dict[str, ssl.SSLContext] = {}
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._certificate = self._sign_itself()
        self.ca_file = ca_file
        self.ca_file.write_bytes(self._certificate.public_bytes(serialization.Encoding.PEM))

    def server_context(self) -> ssl.SSLContext:
        """A context that answers each name with a leaf of its own."""
        front = _context()
        front.load_cert_chain(*self._leaf_files(FALLBACK_NAME))

        def choose(handshake: ssl.SSLObject, name: str | None, _: ssl.SSLContext) -> None:
            if name and HOST.fullmatch(name.lower()):
                handshake.context = self.context_of(name.lower())

        front.sni_callback = choose  # type: ignore[assignment]
        return front

    def context_of(self, name: str) -> ssl.SSLContext:
        """The context of one name, minted once."""
        if name not in self._contexts:
            self._contexts[name] = _context()
            self._contexts[name].load_cert_chain(*self._leaf_files(name))
        return self._contexts[name]

    def _leaf_files(self, name: str) -> tuple[Path, Path]:
        """Chain and key of one name as files, which is all that the ssl module can load."""
        chain, key_file = self._directory / f"{name}.pem", self._directory / f"{name}.key"
        if chain.exists() and key_file.exists():
            return chain, key_file
        key = ec.generate_private_key(ec.SECP256R1())
        leaf = (
            _builder(name, self._certificate.subject, key.public_key())
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_usage(signing_certificates=False), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()),  # type: ignore[arg-type]
                critical=False,
            )
            .sign(self._key, hashes.SHA256())
        )
        pem = serialization.Encoding.PEM
        key_file.touch(mode=0o600)
        key_file.write_bytes(
            key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()),
        )
        chain.write_bytes(leaf.public_bytes(pem) + self._certificate.public_bytes(pem))
        return chain, key_file

    def _sign_itself(self) -> x509.Certificate:
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Holdfast replica CA, for tests only")])
        return (
            _builder(name, name, self._key.public_key())
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_usage(signing_certificates=True), critical=True)
            .sign(self._key, hashes.SHA256())
        )


def _context() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_alpn_protocols(["http/1.1"])
    return context


def _builder(subject: str | x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
    if isinstance(subject, str):
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject[:64])])
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _usage(*, signing_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signing_certificates,
        key_cert_sign=signing_certificates,
        crl_sign=signing_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
