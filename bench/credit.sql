-- The credit of a month by hand: a range join of usage lines with access intervals, in DuckDB's own words.
-- Expects: usage, access (views of the Parquet files), roles(name, earns), kinds(partner, kind).

CREATE TABLE held AS
SELECT a.partner, a.tenant, a.scope, a.holder, a.deny, r.earns,
    CASE a.kind WHEN 'aobo' THEN true WHEN 'lighthouse' THEN coalesce(a.linked, true) ELSE coalesce(a.linked, false) END AS link,
    coalesce(a.valid_from, TIMESTAMP '1900-01-01') AS start, coalesce(a.valid_until, TIMESTAMP '9999-12-31') AS until
FROM access a LEFT JOIN roles r ON r.name = lower(replace(a.azure_role, ' ', ''));

CREATE TABLE product AS
SELECT product_key, regexp_matches(any_value(described), '(^|[^a-z0-9])(spot|marketplace|reservation)($|[^a-z0-9])') AS excluded
FROM usage GROUP BY product_key;

-- What lines name, with every id above it at which something is assigned.
CREATE TABLE place AS SELECT partner, tenant, scope, coalesce(reseller, '') AS reseller, row_number() OVER () AS place
FROM (SELECT DISTINCT partner, tenant, scope, reseller FROM usage);

CREATE TABLE reach AS
WITH parts AS (SELECT *, string_split(scope, '/') AS parts FROM place),
above AS (SELECT partner, tenant, place, reseller, array_to_string(parts[:n], '/') AS id
    FROM parts, (SELECT unnest(range(3, 31, 2)) AS n) WHERE n <= len(parts))
SELECT b.place, h.start, h.until, h.deny, h.earns, h.link,
    h.holder = b.partner OR (k.kind <> 'direct_bill' AND h.holder = b.reseller AND b.reseller <> '') AS ours, h.holder
FROM above b JOIN held h ON h.partner = b.partner AND h.tenant = b.tenant AND h.scope = b.id JOIN kinds k ON k.partner = b.partner;

-- The range join: each place and day with the intervals that touch it.
CREATE TABLE touched AS
SELECT r.*, d.day, d.day::TIMESTAMP AS begin, (d.day + INTERVAL 1 DAY)::TIMESTAMP AS finish,
    r.ours AND NOT r.deny AND coalesce(r.earns, false) AND r.link AS counts
FROM reach r JOIN (SELECT unnest(generate_series(DATE '2023-07-01', DATE '2023-07-31', INTERVAL 1 DAY))::DATE AS day) d
ON r.start < d.day + INTERVAL 1 DAY AND r.until > d.day;

CREATE TABLE state AS
WITH flags AS (
    SELECT place, day,
        bool_or(counts) AS counted, bool_or(NOT deny AND ours AND coalesce(earns, false)) AS unlinked,
        bool_or(NOT deny AND ours AND earns IS NULL) AS unknown, bool_or(NOT deny AND ours) AS own, bool_or(NOT deny) AS anyone,
        bool_or(counts AND start <= begin AND until >= finish) AS whole, bool_or(deny AND ours) AS denied
    FROM touched GROUP BY place, day
), unsure AS (
    SELECT t.* FROM touched t JOIN flags f ON f.place = t.place AND f.day = t.day
    WHERE f.counted AND (NOT f.whole OR f.denied) AND (t.counts OR (t.deny AND t.ours))
), moments AS (
    SELECT place, day, begin AS moment FROM unsure UNION SELECT place, day, start FROM unsure WHERE start > begin
    UNION SELECT place, day, until FROM unsure WHERE until < finish
), holders AS (
    SELECT m.place, m.day, m.moment, u.holder, bool_or(u.counts AND u.start <= m.moment AND u.until > m.moment) AS granted,
        bool_or(u.deny AND u.start <= m.moment AND u.until > m.moment) AS denied
    FROM moments m JOIN unsure u ON u.place = m.place AND u.day = m.day GROUP BY ALL
), at_moment AS (
    SELECT place, day, moment, bool_or(granted) AS granted, bool_or(granted AND NOT denied) AS free FROM holders GROUP BY ALL
), gaps AS (SELECT place, day, bool_and(granted) AS denied FROM at_moment GROUP BY ALL HAVING NOT bool_and(free))
SELECT f.place, f.day, CASE WHEN f.counted AND g.place IS NOT NULL AND g.denied THEN 'denied'
    WHEN f.counted AND g.place IS NOT NULL THEN 'part_of_day' WHEN f.counted THEN 'earned' WHEN f.unlinked THEN 'link_missing'
    WHEN f.unknown THEN 'role_unknown' WHEN f.own THEN 'role_not_eligible' WHEN f.anyone THEN 'other_partner' ELSE 'no_access' END AS state
FROM flags f LEFT JOIN gaps g ON g.place = f.place AND g.day = f.day;

CREATE TABLE twice AS
SELECT u.run, u.row FROM usage u SEMI JOIN (SELECT fingerprint FROM usage GROUP BY 1 HAVING count(*) > 1) s ON s.fingerprint = u.fingerprint
QUALIFY row_number() OVER (PARTITION BY u.partner, u.tenant, u.fingerprint, u.scope, u.day ORDER BY u.run, u.row) > 1;

CREATE TABLE answer AS
SELECT u.partner, u.tenant, u.subscription,
    CASE WHEN t.row IS NOT NULL THEN 'duplicate' WHEN k.kind = 'indirect_reseller' THEN 'partner_kind'
        WHEN p.excluded THEN 'excluded_product' ELSE coalesce(s.state, 'no_access') END AS verdict,
    u.credit_share AS billed, count(*) AS lines, sum(u.unit_price * u.quantity) AS worth
FROM usage u
JOIN kinds k ON k.partner = u.partner
JOIN product p ON p.product_key = u.product_key
JOIN place l ON l.partner = u.partner AND l.tenant = u.tenant AND l.scope = u.scope AND l.reseller = coalesce(u.reseller, '')
LEFT JOIN state s ON s.place = l.place AND s.day = u.day
LEFT JOIN twice t ON t.run = u.run AND t.row = u.row
GROUP BY ALL;
