-- Every statement of the catalogue, named and described. `-- name` opens one; the lines until the next name are it.

-- add_snapshot
-- Enter one sealed snapshot; again is nothing new.
INSERT INTO snapshots (id, embed_id, created, folder, grade, outcome, method, rehearsal, manifest_sha256, reason,
                       article_id, visit_id, supersedes, embed, post, availability, warnings, files)
VALUES (%(id)s, %(embed_id)s, %(created)s, %(folder)s, %(grade)s, %(outcome)s, %(method)s, %(rehearsal)s,
        %(manifest_sha256)s, %(reason)s, %(article_id)s, %(visit_id)s, %(supersedes)s, %(embed)s, %(post)s,
        %(availability)s, %(warnings)s, %(files)s)
ON CONFLICT DO NOTHING;

-- add_alias
-- Make another name lead to an embed. A quote that is resolved later moves to its original.
INSERT INTO aliases (alias, embed_id) VALUES (%(alias)s, %(embed_id)s)
ON CONFLICT (alias) DO UPDATE SET embed_id = excluded.embed_id;

-- summarise_embed
-- Draw the embed's row afresh from all its snapshots, so that the order of entering them does not matter.
-- The shown snapshot is the best of all: a live picture before a reconstructed card, complete before partial, then new.
INSERT INTO embeds (id, platform, post_id, url, first_seen, last_visited, state, availability, post, author, content,
                    newest_snapshot, shown_snapshot)
SELECT newest.embed_id, newest.embed ->> 'platform', newest.embed ->> 'post_id', newest.embed ->> 'url',
       (SELECT min(created) FROM snapshots WHERE embed_id = newest.embed_id), newest.created,
       newest.availability ->> 'state', newest.availability, spoken.post,
       concat_ws(' ', spoken.post #>> '{author,name}', spoken.post #>> '{author,handle}'),
       concat_ws(' ', spoken.post ->> 'title', spoken.post ->> 'text', newest.embed ->> 'url'),
       newest.id, shown.id
FROM (SELECT * FROM snapshots WHERE embed_id = %(embed_id)s ORDER BY created DESC, id DESC LIMIT 1) newest
LEFT JOIN LATERAL (SELECT post FROM snapshots WHERE embed_id = newest.embed_id AND post IS NOT NULL
                   ORDER BY created DESC, id DESC LIMIT 1) spoken ON true
JOIN LATERAL (SELECT id FROM snapshots WHERE embed_id = newest.embed_id
              ORDER BY (outcome = 'rendered' AND method LIKE 'live%%') DESC, outcome = 'rendered' DESC,
                       grade = 'complete' DESC, grade = 'partial' DESC, created DESC, id DESC LIMIT 1) shown ON true
ON CONFLICT (id) DO UPDATE SET
    platform = excluded.platform, post_id = excluded.post_id, url = excluded.url, first_seen = excluded.first_seen,
    last_visited = excluded.last_visited, state = excluded.state, availability = excluded.availability,
    post = excluded.post, author = excluded.author, content = excluded.content,
    newest_snapshot = excluded.newest_snapshot, shown_snapshot = excluded.shown_snapshot;

-- add_article
-- Enter an article; again is nothing new.
INSERT INTO articles (id, received, system, external_id, source_url, title, format)
VALUES (%(id)s, %(received)s, %(system)s, %(external_id)s, %(source_url)s, %(title)s, %(format)s)
ON CONFLICT DO NOTHING;

-- add_reference
INSERT INTO article_references (article_id, ordinal, embed_id, reference)
VALUES (%(article_id)s, %(ordinal)s, %(embed_id)s, %(reference)s)
ON CONFLICT DO NOTHING;

-- embed
-- One embed by its name or by another name that leads to it.
SELECT * FROM embeds
WHERE id = coalesce((SELECT embed_id FROM aliases WHERE alias = %(id)s), %(id)s);

-- embeds
-- One page of what is kept, newest first, after an optional cursor.
SELECT embeds.*, snapshots.files AS shown_files FROM embeds JOIN snapshots ON snapshots.id = embeds.shown_snapshot
WHERE (%(q)s::text IS NULL OR search @@ websearch_to_tsquery('simple', searchable(%(q)s)))
  AND (%(platform)s::text IS NULL OR embeds.platform = %(platform)s)
  AND (%(availability)s::text IS NULL OR embeds.state = %(availability)s)
  AND (%(author)s::text IS NULL OR searchable(embeds.author) ILIKE '%%' || searchable(%(author)s) || '%%')
  AND (%(since)s::timestamptz IS NULL OR embeds.last_visited >= %(since)s)
  AND (%(until)s::timestamptz IS NULL OR embeds.last_visited < %(until)s)
  AND (%(after_time)s::timestamptz IS NULL OR (embeds.last_visited, embeds.id) < (%(after_time)s, %(after_id)s))
ORDER BY embeds.last_visited DESC, embeds.id DESC
LIMIT %(limit)s;

-- aliases
SELECT alias FROM aliases WHERE embed_id = %(embed_id)s ORDER BY alias;

-- snapshots
-- All snapshots of an embed, newest first.
SELECT * FROM snapshots WHERE embed_id = %(embed_id)s ORDER BY created DESC, id DESC;

-- snapshot
SELECT * FROM snapshots WHERE id = %(id)s;

-- articles_of_embed
-- The articles that refer to an embed under any of its names.
SELECT DISTINCT articles.* FROM articles JOIN article_references ON article_references.article_id = articles.id
WHERE article_references.embed_id = %(embed_id)s
   OR article_references.embed_id IN (SELECT alias FROM aliases WHERE aliases.embed_id = %(embed_id)s)
ORDER BY received DESC;

-- article
SELECT * FROM articles WHERE id = %(id)s;

-- article_by_source
-- The newest version of a CMS's article.
SELECT * FROM articles WHERE system = %(system)s AND external_id = %(external_id)s ORDER BY received DESC, id LIMIT 1;

-- articles
SELECT * FROM articles
WHERE %(after_time)s::timestamptz IS NULL OR (received, id) < (%(after_time)s, %(after_id)s)
ORDER BY received DESC, id DESC
LIMIT %(limit)s;

-- standings
-- The references of an article with how each stands now.
SELECT r.ordinal, r.reference, coalesce(a.embed_id, r.embed_id) AS embed_id,
       e.shown_snapshot, e.newest_snapshot, e.availability, v.status, v.sentence
FROM article_references r
LEFT JOIN aliases a ON a.alias = r.embed_id
LEFT JOIN embeds e ON e.id = coalesce(a.embed_id, r.embed_id)
LEFT JOIN LATERAL (SELECT status, sentence FROM visits WHERE visits.embed_id = r.embed_id
                   ORDER BY created DESC, id DESC LIMIT 1) v ON true
WHERE r.article_id = %(id)s
ORDER BY r.ordinal;

-- kept
-- Which of these names lead to an embed that has a snapshot.
SELECT name FROM unnest(%(names)s::text[]) AS name
WHERE EXISTS (SELECT 1 FROM embeds WHERE id = name)
   OR EXISTS (SELECT 1 FROM aliases JOIN embeds ON embeds.id = aliases.embed_id WHERE alias = name);

-- forget
-- Empty what can be rebuilt from the store.
TRUNCATE articles, article_references, embeds, aliases, snapshots;

-- open_visit
-- Open a visit unless one of the same embed is open already.
INSERT INTO visits (id, embed_id, reference, reason, requested_by, article_id, created)
VALUES (%(id)s, %(embed_id)s, %(reference)s, %(reason)s, %(requested_by)s, %(article_id)s, %(created)s)
ON CONFLICT (embed_id) WHERE status IN ('queued', 'capturing') DO NOTHING
RETURNING id;

-- open_visit_of
SELECT id FROM visits WHERE embed_id = %(embed_id)s AND status IN ('queued', 'capturing');

-- claim_visit
-- Take an open visit over: the attempt number is the fence.
UPDATE visits SET attempt = attempt + 1, status = 'capturing', claimed = now()
WHERE id = %(id)s AND status IN ('queued', 'capturing')
RETURNING *;

-- announce_folder
-- Say where the snapshot will be written, before the first object.
UPDATE visits SET folder = %(folder)s WHERE id = %(id)s AND attempt = %(attempt)s AND status = 'capturing'
RETURNING id;

-- finish_visit
UPDATE visits SET status = %(status)s, finished = now(), snapshot_id = %(snapshot_id)s, failure = %(failure)s,
       sentence = %(sentence)s
WHERE id = %(id)s AND attempt = %(attempt)s AND status = 'capturing'
RETURNING id;

-- reopen_visit
-- Give a visit back after a failure that may pass.
UPDATE visits SET status = 'queued', failure = %(failure)s, sentence = %(sentence)s
WHERE id = %(id)s AND attempt = %(attempt)s AND status = 'capturing'
RETURNING id;

-- visit
SELECT * FROM visits WHERE id = %(id)s;

-- lost_visits
-- Open visits for which no ticket is waiting or being worked on.
SELECT id, attempt FROM visits
WHERE status IN ('queued', 'capturing')
  AND NOT EXISTS (SELECT 1 FROM procrastinate_jobs
                  WHERE args ->> 'visit' = visits.id AND status IN ('todo', 'doing'))
ORDER BY created LIMIT %(limit)s;

-- bury_visit
-- Give up on a visit that keeps dying with its worker.
UPDATE visits SET status = 'failed', finished = now(), failure = %(failure)s, sentence = %(sentence)s
WHERE id = %(id)s AND status IN ('queued', 'capturing')
RETURNING id;

-- add_operation
INSERT INTO operations (id, created, article_id) VALUES (%(id)s, %(created)s, %(article_id)s);

-- add_operation_visit
INSERT INTO operation_visits (operation_id, visit_id) VALUES (%(operation_id)s, %(visit_id)s) ON CONFLICT DO NOTHING;

-- operation
SELECT * FROM operations WHERE id = %(id)s;

-- operation_visits
SELECT visits.* FROM visits JOIN operation_visits ON operation_visits.visit_id = visits.id
WHERE operation_id = %(id)s ORDER BY visits.id;

-- work_counts
-- How much work stands where.
SELECT status, count(*) AS visits FROM visits WHERE status IN ('queued', 'capturing') GROUP BY status;

-- remember_key
-- Take an idempotency key; nothing is returned when somebody has it.
INSERT INTO idempotency (key, digest) VALUES (%(key)s, %(digest)s) ON CONFLICT DO NOTHING RETURNING key;

-- remembered_key
SELECT digest, status, answer FROM idempotency WHERE key = %(key)s;

-- answer_key
UPDATE idempotency SET status = %(status)s, answer = %(answer)s WHERE key = %(key)s;

-- forget_key
-- Give a key back when its request failed before it changed anything.
DELETE FROM idempotency WHERE key = %(key)s AND status IS NULL;

-- forget_old_keys
DELETE FROM idempotency WHERE created < now() - interval '24 hours';

-- server
SELECT current_setting('server_version') AS version, now() AS now;

-- add_key
INSERT INTO keys (id, name, sha256, scopes, created)
VALUES (%(id)s, %(label)s, %(sha256)s, %(scopes)s, %(created)s);

-- keys
SELECT * FROM keys ORDER BY created, id;

-- look_up_key
-- One row always: the key, if there is one, and whether there is or was any.
SELECT keys.*, EXISTS (SELECT FROM keys) AS closed FROM (SELECT) one LEFT JOIN keys ON keys.id = %(id)s;

-- revoke_key
UPDATE keys SET revoked = coalesce(revoked, %(at)s) WHERE id = %(id)s RETURNING *;
