-- The catalogue, version 1: what we know we hold. Everything here but the work that is still open
-- (visits, operations, idempotency) can be rebuilt from the store by `holdfast reindex`.

CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- unaccent() depends on a dictionary and so is only "stable"; with the dictionary named it may stand in an index.
CREATE FUNCTION searchable(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
    AS $$ SELECT public.unaccent('public.unaccent', words) $$;

CREATE TABLE articles (
    id          text PRIMARY KEY,
    received    timestamptz NOT NULL,
    system      text,
    external_id text,
    source_url  text,
    title       text,
    format      text NOT NULL
);
CREATE INDEX articles_by_source ON articles (system, external_id, received DESC);
CREATE INDEX articles_by_time ON articles (received DESC, id DESC);

CREATE TABLE article_references (
    article_id  text NOT NULL REFERENCES articles ON DELETE CASCADE,
    ordinal     integer NOT NULL,
    embed_id    text NOT NULL,             -- as found; may be an alias
    reference   jsonb NOT NULL,
    PRIMARY KEY (article_id, ordinal)
);
CREATE INDEX article_references_by_embed ON article_references (embed_id);

CREATE TABLE embeds (
    id              text PRIMARY KEY,
    platform        text NOT NULL,
    post_id         text,
    url             text,
    first_seen      timestamptz NOT NULL,
    last_visited    timestamptz NOT NULL,
    state           text NOT NULL,
    availability    jsonb NOT NULL,        -- of the newest snapshot
    post            jsonb,                 -- of the newest snapshot that holds one
    author          text NOT NULL DEFAULT '',
    content         text NOT NULL DEFAULT '',
    newest_snapshot text NOT NULL,
    shown_snapshot  text NOT NULL,         -- the best picture we have: good is never overwritten by bad
    search          tsvector GENERATED ALWAYS AS
                    (to_tsvector('simple', searchable(id || ' ' || author || ' ' || content))) STORED
);
CREATE INDEX embeds_by_time ON embeds (last_visited DESC, id DESC);
CREATE INDEX embeds_by_words ON embeds USING gin (search);
CREATE INDEX embeds_by_author ON embeds USING gin (searchable(author) gin_trgm_ops);

CREATE TABLE aliases (
    alias    text PRIMARY KEY,
    embed_id text NOT NULL
);
CREATE INDEX aliases_by_embed ON aliases (embed_id);

CREATE TABLE snapshots (
    id              text PRIMARY KEY,
    embed_id        text NOT NULL,
    created         timestamptz NOT NULL,
    folder          text NOT NULL,
    grade           text NOT NULL,
    outcome         text NOT NULL,
    method          text NOT NULL,
    rehearsal       boolean NOT NULL,
    manifest_sha256 text NOT NULL,
    reason          text NOT NULL,
    article_id      text,
    visit_id        text,
    supersedes      text,
    embed           jsonb NOT NULL,
    post            jsonb,
    availability    jsonb NOT NULL,
    warnings        jsonb NOT NULL,
    files           jsonb NOT NULL
);
CREATE INDEX snapshots_by_embed ON snapshots (embed_id, created DESC, id DESC);
CREATE UNIQUE INDEX snapshots_by_visit ON snapshots (visit_id);

CREATE TABLE visits (
    id           text PRIMARY KEY,
    embed_id     text NOT NULL,
    reference    jsonb NOT NULL,
    reason       text NOT NULL,
    requested_by text NOT NULL,
    article_id   text,
    status       text NOT NULL DEFAULT 'queued' CHECK (status IN ('queued', 'capturing', 'kept', 'failed')),
    attempt      integer NOT NULL DEFAULT 0,
    created      timestamptz NOT NULL,
    claimed      timestamptz,
    finished     timestamptz,
    folder       text,
    snapshot_id  text,
    failure      text,
    sentence     text
);
-- One open visit an embed: who asks for the same embed meanwhile shares it.
CREATE UNIQUE INDEX visits_open ON visits (embed_id) WHERE status IN ('queued', 'capturing');
CREATE INDEX visits_by_embed ON visits (embed_id, created DESC);

CREATE TABLE operations (
    id         text PRIMARY KEY,
    created    timestamptz NOT NULL,
    article_id text
);
CREATE TABLE operation_visits (
    operation_id text NOT NULL REFERENCES operations ON DELETE CASCADE,
    visit_id     text NOT NULL,
    PRIMARY KEY (operation_id, visit_id)
);

CREATE TABLE idempotency (
    key     text PRIMARY KEY,
    digest  text NOT NULL,                 -- of the request
    created timestamptz NOT NULL DEFAULT now(),
    status  integer,                       -- of the answer; null while the first request is in flight
    answer  jsonb
);
