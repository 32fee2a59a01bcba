-- Every statement of the catalogue, named and described. `-- name` opens one; the lines until the next name are it.

-- add_snapshot
-- Enter one sealed snapshot; again is nothing new.
INSERT INTO snapshots (id, embed_id, created, folder, grade, outcome, method, rehearsal, manifest_sha256, reason,
                       article_id, visit_id, supersedes, embed, post, availability, warnings, files, candidates, media)
VALUES (%(id)s, %(embed_id)s, %(created)s, %(folder)s, %(grade)s, %(outcome)s, %(method)s, %(rehearsal)s,
        %(manifest_sha256)s, %(reason)s, %(article_id)s, %(visit_id)s, %(supersedes)s, %(embed)s, %(post)s,
        %(availability)s, %(warnings)s, %(files)s, %(candidates)s, %(media)s)
ON CONFLICT DO NOTHING;

-- add_alias
-- Make another name lead to an embed. A quote that is resolved later moves to its original.
INSERT INTO aliases (alias, embed_id) VALUES (%(alias)s, %(embed_id)s)
ON CONFLICT (alias) DO UPDATE SET embed_id = excluded.embed_id;

-- summarise_embed
-- Draw the embed's row afresh from all its snapshots, so that the order of entering them does not matter.
-- The shown snapshot is the best of all: a live picture before a reconstructed card, complete before partial, then new.
-- The availability is that of the newest visit that saw something of the post: what hindered us replaces no knowledge.
INSERT INTO embeds (id, platform, post_id, url, first_seen, last_visited, state, availability, post, author, content,
                    newest_snapshot, shown_snapshot)
SELECT newest.embed_id, newest.embed ->> 'platform', newest.embed ->> 'post_id', newest.embed ->> 'url',
       (SELECT min(created) FROM snapshots WHERE embed_id = newest.embed_id),
       greatest(newest.created, (SELECT max(at) FROM observations WHERE embed_id = newest.embed_id)),
       judged.availability ->> 'state', judged.availability, spoken.post,
       concat_ws(' ', spoken.post #>> '{author,name}', spoken.post #>> '{author,handle}'),
       concat_ws(' ', spoken.post ->> 'title', spoken.post ->> 'text', newest.embed ->> 'url'),
       newest.id, shown.id
FROM (SELECT * FROM snapshots WHERE embed_id = %(embed_id)s ORDER BY created DESC, id DESC LIMIT 1) newest
LEFT JOIN LATERAL (SELECT post FROM snapshots WHERE embed_id = newest.embed_id AND post IS NOT NULL
                   ORDER BY created DESC, id DESC LIMIT 1) spoken ON true
JOIN LATERAL (SELECT availability FROM snapshots WHERE embed_id = newest.embed_id
              ORDER BY availability ->> 'state' IN ('live', 'edited', 'deleted', 'account_gone', 'suspended',
                                                    'protected', 'age_gated', 'withheld') DESC,
                       created DESC, id DESC LIMIT 1) judged ON true
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
-- One page of what is kept, newest first, after an optional cursor; each under its own name only.
SELECT embeds.*, snapshots.files AS shown_files FROM embeds JOIN snapshots ON snapshots.id = embeds.shown_snapshot
WHERE (%(q)s::text IS NULL OR search @@ websearch_to_tsquery('simple', searchable(%(q)s)))
  AND (%(platform)s::text IS NULL OR embeds.platform = %(platform)s)
  AND (%(availability)s::text IS NULL OR embeds.state = %(availability)s)
  AND (%(author)s::text IS NULL OR searchable(embeds.author) ILIKE '%%' || searchable(%(author)s) || '%%')
  AND (%(since)s::timestamptz IS NULL OR embeds.last_visited >= %(since)s)
  AND (%(until)s::timestamptz IS NULL OR embeds.last_visited < %(until)s)
  AND (%(after_time)s::timestamptz IS NULL OR (embeds.last_visited, embeds.id) < (%(after_time)s, %(after_id)s))
  AND NOT EXISTS (SELECT FROM aliases a JOIN embeds own ON own.id = a.embed_id
                  WHERE a.alias = embeds.id AND (own.last_visited, own.id) > (embeds.last_visited, embeds.id))
ORDER BY embeds.last_visited DESC, embeds.id DESC
LIMIT %(limit)s;

-- aliases
SELECT alias FROM aliases WHERE embed_id = %(embed_id)s ORDER BY alias;

-- snapshots
-- All snapshots of an embed, newest first; those that were made while it was known as a quote alone are among them.
SELECT * FROM snapshots
WHERE embed_id = %(embed_id)s
   OR embed_id IN (SELECT alias FROM aliases WHERE aliases.embed_id = %(embed_id)s)
ORDER BY created DESC, id DESC;

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

-- add_observation
-- Enter a visit that found nothing new; again is nothing new.
INSERT INTO observations (visit_id, embed_id, at, availability, stage, run_id)
VALUES (%(visit_id)s, %(embed_id)s, %(at)s, %(availability)s, %(stage)s, %(run_id)s)
ON CONFLICT (visit_id) DO UPDATE SET run_id = coalesce(observations.run_id, excluded.run_id);

-- observations
-- The visits of an embed that found nothing new, newest first.
SELECT * FROM observations WHERE embed_id = %(embed_id)s ORDER BY at DESC, visit_id DESC LIMIT %(limit)s;

-- unsealed_observations
-- Observations of visits that one operation asked for and that lie in no sealed run yet.
SELECT observations.* FROM observations JOIN operation_visits USING (visit_id)
WHERE operation_id = %(operation_id)s AND run_id IS NULL ORDER BY visit_id;

-- unsealed_runs
-- Operations whose visits are all done while observations of theirs lie in no sealed run yet.
SELECT DISTINCT operation_id FROM observations JOIN operation_visits USING (visit_id)
WHERE run_id IS NULL
  AND NOT EXISTS (SELECT 1 FROM operation_visits o JOIN visits ON visits.id = o.visit_id
                  WHERE o.operation_id = operation_visits.operation_id AND visits.status IN ('queued', 'capturing'));

-- seal_observation
UPDATE observations SET run_id = %(run_id)s WHERE visit_id = %(visit_id)s AND run_id IS NULL;

-- sightings
-- The last visits of an embed, kept or only observed, newest first.
SELECT created AS at, availability FROM snapshots WHERE embed_id = %(embed_id)s
UNION ALL SELECT at, availability FROM observations WHERE embed_id = %(embed_id)s
ORDER BY at DESC LIMIT %(limit)s;

-- neighbours
-- Embeds of the same platform and host that were alive when last seen, one an author, the newest visit first.
SELECT * FROM (SELECT DISTINCT ON (author) * FROM embeds
               WHERE platform = %(platform)s AND id <> %(id)s AND state IN ('live', 'edited', 'age_gated')
                 AND starts_with(url, %(origin)s)
               ORDER BY author, last_visited DESC) one_each
ORDER BY last_visited DESC LIMIT %(limit)s;

-- due
-- Embeds to be looked at again: 1 hour, 6 hours, 1, 3 and 7 days after they were first seen, then every 30 days; what is
-- suspected, hindered or not found yet the next day at the latest. A quote that became a post is looked at as that post.
SELECT id FROM embeds
WHERE last_visited + CASE
        WHEN (availability ->> 'suspected')::boolean THEN interval '1 hour'
        WHEN last_visited - first_seen < interval '1 hour' THEN interval '1 hour'
        WHEN last_visited - first_seen < interval '6 hours' THEN interval '5 hours'
        WHEN last_visited - first_seen < interval '1 day' THEN interval '18 hours'
        WHEN state NOT IN ('live', 'edited', 'age_gated', 'deleted', 'account_gone', 'suspended') THEN interval '1 day'
        WHEN last_visited - first_seen < interval '3 days' THEN interval '2 days'
        WHEN last_visited - first_seen < interval '7 days' THEN interval '4 days'
        ELSE interval '30 days' END <= %(now)s
  AND NOT EXISTS (SELECT FROM aliases a JOIN embeds own ON own.id = a.embed_id
                  WHERE a.alias = embeds.id AND (own.last_visited, own.id) > (embeds.last_visited, embeds.id))
ORDER BY last_visited, id LIMIT %(limit)s;

-- embed_ids
-- Every embed's own name in order, so many after a name.
SELECT id FROM embeds
WHERE id > %(after)s
  AND NOT EXISTS (SELECT FROM aliases a JOIN embeds own ON own.id = a.embed_id
                  WHERE a.alias = embeds.id AND (own.last_visited, own.id) > (embeds.last_visited, embeds.id))
ORDER BY id LIMIT %(limit)s;

-- standings
-- The references of an article with how each stands now.
SELECT r.ordinal, r.reference, coalesce(a.embed_id, r.embed_id) AS embed_id,
       e.shown_snapshot, e.newest_snapshot, e.availability, v.status, v.sentence, s.candidates
FROM article_references r
LEFT JOIN aliases a ON a.alias = r.embed_id
LEFT JOIN embeds e ON e.id = coalesce(a.embed_id, r.embed_id)
LEFT JOIN snapshots s ON s.id = e.newest_snapshot
LEFT JOIN LATERAL (SELECT status, sentence FROM visits WHERE visits.embed_id = r.embed_id
                   ORDER BY created DESC, id DESC LIMIT 1) v ON true
WHERE r.article_id = %(id)s
ORDER BY r.ordinal;

-- quoted
-- What the originals of an article's quotes say, where they are known.
SELECT r.ordinal, e.post->>'text' AS said FROM article_references r
LEFT JOIN aliases a ON a.alias = r.embed_id
JOIN embeds e ON e.id = coalesce(a.embed_id, r.embed_id)
WHERE r.article_id = %(id)s AND r.reference->>'kind' = 'quote' AND e.post->>'text' <> '';

-- place_reference
UPDATE article_references SET reference = %(reference)s WHERE article_id = %(article_id)s AND ordinal = %(ordinal)s;

-- kept
-- Which of these names lead to an embed that has a snapshot.
SELECT name FROM unnest(%(names)s::text[]) AS name
WHERE EXISTS (SELECT 1 FROM embeds WHERE id = name)
   OR EXISTS (SELECT 1 FROM aliases JOIN embeds ON embeds.id = aliases.embed_id WHERE alias = name);

-- forget
-- Empty what can be rebuilt from the store.
TRUNCATE articles, article_references, embeds, aliases, snapshots;

-- forget_observations
-- Those that lie in a sealed run; the others are known here alone.
DELETE FROM observations WHERE run_id IS NOT NULL;

-- open_visit
-- Open a visit unless one of the same embed is open already.
INSERT INTO visits (id, embed_id, reference, reason, requested_by, article_id, created)
VALUES (%(id)s, %(embed_id)s, %(reference)s, %(reason)s, %(requested_by)s, %(article_id)s, %(created)s)
ON CONFLICT (embed_id) WHERE status IN ('queued', 'capturing') DO NOTHING
RETURNING id;

-- redirect_visit
-- Give a visit that nobody has begun another reference.
UPDATE visits SET reference = %(reference)s, requested_by = %(requested_by)s
WHERE id = %(id)s AND status = 'queued' AND attempt = 0
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
-- Take an idempotency key; nothing is returned when somebody has it. One whose request began a minute ago and never
-- answered is free for the same request again: its process died, and accepting the same twice changes nothing.
INSERT INTO idempotency (key, digest) VALUES (%(key)s, %(digest)s)
    ON CONFLICT (key) DO UPDATE SET created = now()
    WHERE idempotency.status IS NULL AND idempotency.digest = excluded.digest
        AND idempotency.created < now() - interval '1 minute'
    RETURNING key;

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
INSERT INTO keys (id, name, sha256, scopes, created, body_bytes, visits_a_day)
VALUES (%(id)s, %(label)s, %(sha256)s, %(scopes)s, %(created)s, %(body_bytes)s, %(visits_a_day)s);

-- lock_allowance
-- How many visits a day a key may ask for; until the transaction ends nobody else books for it. No row: any number.
SELECT visits_a_day FROM keys WHERE id = %(id)s AND visits_a_day IS NOT NULL FOR UPDATE;

-- asked_since
-- How many visits a key has asked for since then.
SELECT count(*) AS visits FROM visits WHERE requested_by = %(id)s AND created > %(since)s;

-- asked_at
-- When a key asked for the visit of that number since then, counted from 0.
SELECT created FROM visits WHERE requested_by = %(id)s AND created > %(since)s
ORDER BY created OFFSET %(number)s LIMIT 1;

-- keys
SELECT * FROM keys ORDER BY created, id;

-- look_up_key
-- One row always: the key, if there is one, and whether there is or was any.
SELECT keys.*, EXISTS (SELECT FROM keys) AS closed FROM (SELECT) one LEFT JOIN keys ON keys.id = %(id)s;

-- revoke_key
UPDATE keys SET revoked = coalesce(revoked, %(at)s) WHERE id = %(id)s RETURNING *;
