"""Every knob, once: the only reader of the environment.

Each field is the variable `HOLDFAST_<FIELD>`; `docs/settings.md` is generated from this class.
The usual AWS variables (`AWS_ACCESS_KEY_ID` …) are read by boto3 itself.
"""

from ipaddress import IPv4Address
from pathlib import Path

from pydantic import Field, IPvAnyAddress, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from service.errors import BadSettings


class Settings(BaseSettings):
    """What an operator can set. Frozen; secrets print as stars."""

    model_config = SettingsConfigDict(env_prefix="HOLDFAST_", frozen=True, extra="ignore", env_ignore_empty=True)

    database_url: SecretStr | None = Field(None, description="A Postgres ≥ 15; none: the embedded one in DATA.")
    store: str | None = Field(
        None,
        pattern=r"^s3://[a-z0-9][a-z0-9.-]+(/.*)?$",
        description="`s3://bucket/prefix`; none: `s3://holdfast` on the embedded S3 server in DATA.",
    )
    s3_endpoint: str | None = Field(None, description="Any S3-compatible server; none: AWS when STORE is set.")
    data: Path = Field(Path("var"), description="Local state of the embedded parts.")
    listen: str = Field("127.0.0.1:8080", description="Address of the API and the viewer.")
    public_url: str | None = Field(None, description="Address under which people reach the viewer, for links.")
    browser: str | None = Field(
        None,
        repr=False,
        description="Path of a Chromium (headless shell preferred), or the DevTools address of one that stands elsewhere "
        "(`ws://` on this machine, `wss://` beyond it); none: looked for.",
    )
    gate_address: IPvAnyAddress = Field(
        IPv4Address("127.0.0.1"),
        description="Address of this machine at which a browser that stands elsewhere finds the way out of its visits.",
    )
    full_browser: str | None = Field(
        None,
        description="Path of a full Chromium, for hosts that let no headless shell in (four times the processor time); none: such hosts stay closed.",
    )
    unsandboxed: bool = Field(
        default=False, description="Run the browser without its sandbox. Said in doctor and in every manifest."
    )
    upstream: str | None = Field(
        None,
        pattern=r"^[^,:]+:\d+,\d+$",
        description="Test rig `host:tls_port,plain_port` that receives every outgoing connection. Marks snapshots as rehearsal.",
    )
    upstream_ca: Path | None = Field(None, description="CA file against which the test rig's TLS is verified.")
    canaries: Path | None = Field(
        None, description="JSON file of posts of known fate, by platform; none: our own (no such posts at a test rig)."
    )
    x_bearer: SecretStr | None = Field(
        None, description="Bearer token for X's own search (API v2), sent to api.x.com alone; none: it is not asked."
    )
    x_search: str = Field(
        "all",
        pattern="^(all|recent)$",
        description="Which search the token may use: `all` posts, or those of the last seven days (`recent`).",
    )
    cookies: Path | None = Field(
        None,
        description="File of cookies for platforms (format of Netscape, mode 0600): visits of a platform are made with "
        "those of its own hosts, over TLS alone, and say so; none: every visit is a stranger's.",
    )
    denied: str | None = Field(
        None,
        description="Networks of your own that no page may reach though they are public, with commas between; "
        "this machine's own addresses are among them anyway.",
    )
    slots: int = Field(12, ge=1, le=64, description="Visits under way at once in one worker.")
    fetch_timeout: float = Field(15.0, gt=0, description="Seconds for one request to the outside, redirects apart.")
    fetch_bytes: int = Field(16 * 2**20, gt=0, description="Bytes of one answer at most.")
    media_bytes: int = Field(
        32 * 2**20, gt=0, description="Bytes of one picture or video of a post at most; a larger one is named only."
    )
    media_timeout: float = Field(60.0, gt=0, description="Seconds for fetching one picture or video.")
    host_rate: float = Field(
        4.0, gt=0, description="Requests a second to one host in the long run, by one process; a test rig has no limit."
    )
    host_burst: int = Field(16, ge=1, description="Requests to one host at once after a quiet time.")
    open_timeout: float = Field(15.0, gt=0, description="Seconds until a page must have answered the browser.")
    settle_timeout: float = Field(8.0, gt=0, description="Seconds a page has to settle; then it is taken as it is.")
    visit_timeout: float = Field(45.0, gt=0, description="Seconds for a whole visit of the browser.")
    page_memory: int = Field(
        1536 * 2**20, gt=0, description="Bytes of memory one page may take; then it is stopped and its visit ends."
    )
    browser_memory: int = Field(
        6 * 2**30, gt=0, description="Bytes of memory the browser may take; then its greediest page is stopped."
    )
    store_timeout: float = Field(20.0, gt=0, description="Seconds for one call to the object store.")
    database_timeout: float = Field(10.0, gt=0, description="Seconds to wait for a database connection.")
    body_bytes: int = Field(8 * 2**20, gt=0, description="Bytes of one article at most.")
    key_rate: float = Field(50.0, gt=0, description="Requests a second that one API key may make in the long run.")
    key_burst: int = Field(200, gt=0, description="Requests that one API key may make at once.")
    user_agent: str = Field(
        "Holdfast/0.1 (+keeps evidence of quoted posts for newsrooms)",
        description="How the fetcher names itself where a platform needs nothing else.",
    )
    commit: str | None = Field(None, description="Revision of the source, for the manifests; none: asked from git.")
    image_digest: str | None = Field(None, description="Digest of the container image, for the manifests.")
    log_level: str = Field(
        "INFO", pattern="(?i)^(debug|info|warning|error)$", description="Least level that is logged."
    )

    @property
    def x_search_open(self) -> str | None:
        """Which of X's own searches may be asked; None without a token."""
        return self.x_search if self.x_bearer is not None else None

    @property
    def listen_host(self) -> str:
        """The host part of `listen`."""
        return self.listen.rpartition(":")[0].strip("[]")

    @property
    def listen_port(self) -> int:
        """The port part of `listen`; 0 lets the system choose."""
        return int(self.listen.rpartition(":")[2])


def read() -> Settings:
    """Read the environment.

    Raises BadSettings, naming the variable, when a value cannot be used.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "HOLDFAST_" + str(first["loc"][0]).upper()
        raise BadSettings(f"{name} cannot be used: {first['msg']}.") from error
