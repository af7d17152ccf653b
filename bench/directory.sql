-- So many published profiles, as the product would have written them one by one. Lists come as parameters.
-- What is drawn names a column of the row, or it would be drawn once for all.
CREATE TEMP TABLE town AS
    SELECT row_number() OVER () AS number, geoname_id, latitude, longitude, country FROM (
        SELECT p.*, generate_series(1, CASE
            WHEN country = ANY(%(europe)s::text[]) THEN 1 + population / 15000 ELSE 1 + population / 60000 END) FROM directory_place p
    ) AS weighted;
CREATE INDEX ON town (number);
INSERT INTO partnerhub_partner (mpn_id, name, market, kind, created_at)
    SELECT 8000000 + i, (%(names)s::text[])[1 + i %% cardinality(%(names)s::text[])] || ' ' || (%(kinds)s::text[])[1 + (i / 7) %% cardinality(%(kinds)s::text[])]
        || ' ' || i, 'larger', '', now() FROM generate_series(1, %(profiles)s::int) i;
CREATE TEMP TABLE drawn AS
    SELECT id AS partner, (mpn_id::int - 8000000) AS i, name,
        ARRAY(SELECT one FROM unnest(%(industries)s::text[]) one WHERE random() < 0.15 + 0 * id) AS industries,
        ARRAY(SELECT one FROM unnest(%(products)s::text[]) one WHERE random() < 0.12 + 0 * id) AS products,
        ARRAY(SELECT one FROM unnest(%(services)s::text[]) one WHERE random() < 0.2 + 0 * id) AS services,
        ARRAY(SELECT one FROM unnest(%(sizes)s::text[]) one WHERE random() < 0.4 + 0 * id) AS sizes,
        (%(skills)s::text[])[1 + floor(random() * 6)::int] || ', ' || (%(skills)s::text[])[1 + floor(random() * cardinality(%(skills)s::text[]))::int]
            || ', kestrel' || (mpn_id::int - 8000000) AS solutions
    FROM partnerhub_partner;
INSERT INTO directory_businessprofile (partner_id, country, description, website, linkedin, industries, products, services,
        solutions, sizes, lead_name, lead_email, changed_at)
    SELECT partner, 'DE', repeat('What we do, for whom, and why we do it well. ', 20), 'https://example.com/', '', industries, products,
        services, solutions, sizes, 'Somebody', 'somebody@example.com', now() FROM drawn;
INSERT INTO directory_publication (profile_id, description, website, linkedin, industries, products, services, solutions, sizes,
        first_published_at, published_at)
    SELECT id, description, website, linkedin, industries, products, services, solutions, sizes, now(), now()
    FROM directory_businessprofile;
INSERT INTO directory_profilelocation (profile_id, place_id, address)
    SELECT b.id, t.geoname_id, 'Street ' || n FROM directory_businessprofile b
    JOIN drawn d ON d.partner = b.partner_id
    CROSS JOIN LATERAL generate_series(1, CASE WHEN d.i %% 10 = 0 THEN 3 ELSE 1 END) n
    JOIN town t ON t.number = 1 + ((d.i::bigint * 7919 + n * 104729) %% (SELECT count(*) FROM town));
INSERT INTO directory_profilebadge (partner_id, kind, key, since, until)
    SELECT partner, 'd', one, date '2023-01-01', date '2099-01-01' FROM drawn, unnest(%(designations)s::text[]) one WHERE random() < 0.08
    UNION ALL
    SELECT partner, 'x', one, date '2023-01-01', date '2099-01-01' FROM drawn, unnest(%(specializations)s::text[]) one WHERE random() < 0.01;
CREATE TEMP TABLE held AS
    SELECT partner_id AS partner, array_agg(kind || ':' || key) AS tags,
        sum(CASE kind WHEN 'x' THEN 10000 ELSE 1000 END) AS best FROM directory_profilebadge GROUP BY 1;
INSERT INTO directory_listing (location_id, publication_id, partner_id, place_id, is_main, latitude, longitude, x, y, z,
        tags, words, best, response)
    SELECT l.id, l.profile_id, d.partner, p.geoname_id, l.id = min(l.id) OVER same, p.latitude, p.longitude,
        cos(radians(p.latitude)) * cos(radians(p.longitude)), cos(radians(p.latitude)) * sin(radians(p.longitude)),
        sin(radians(p.latitude)),
        ARRAY(SELECT 'i:' || one FROM unnest(d.industries) one) || ARRAY(SELECT 'p:' || one FROM unnest(d.products) one)
            || ARRAY(SELECT 's:' || one FROM unnest(d.services) one) || ARRAY(SELECT 'z:' || one FROM unnest(d.sizes) one)
            || coalesce(h.tags, ARRAY[]::text[]),
        setweight(to_tsvector('simple', d.name), 'A') || setweight(to_tsvector('simple', concat_ws(' ', d.solutions,
            replace(array_to_string(d.industries || d.products || d.services, ' '), '_', ' '))), 'B'),
        coalesce(h.best, 0) + (random() * 999)::int, (random() * 1000)::int
    FROM directory_profilelocation l JOIN directory_businessprofile b ON b.id = l.profile_id
    JOIN drawn d ON d.partner = b.partner_id JOIN directory_place p ON p.geoname_id = l.place_id
    LEFT JOIN held h ON h.partner = d.partner
    WINDOW same AS (PARTITION BY l.profile_id);
