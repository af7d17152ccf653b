-- A month of daily usage, and the access to it. Variables: lines, intervals, groups, partners.

CREATE MACRO noise(n, salt) AS (hash(n, salt) >> 11)::BIGINT;

-- Resources of resource groups: a group is of one subscription, a subscription of one customer, a customer of one partner.
CREATE MACRO of_group(g) AS {
    'partner': 'P' || (g % getvariable('partners')),
    'tenant': 'tenant-' || (g // 12),
    'subscription': 'subscription-' || (g // 4),
    'id': '/subscriptions/subscription-' || (g // 4) || '/resourcegroups/rg-' || (g % 40)
};

CREATE MACRO usage_lines() AS TABLE
WITH numbers AS (
    -- Every thousandth line stands twice.
    SELECT i, if(i % 1000 = 999, i - 1, i) AS n FROM range(getvariable('lines')) r(i)
), drawn AS (
    SELECT i, n, n // 31 AS resource, (n % 31)::INTEGER AS d, noise(n // 31, 'group') % getvariable('groups') AS g FROM numbers
), placed AS (SELECT *, of_group(g // 12 * 12 + g % 12) AS place FROM drawn)
SELECT 'P' || (g // 12 % getvariable('partners')) AS partner, DATE '2023-07-01' AS month, place.tenant AS tenant, place.subscription AS subscription,
    (DATE '2023-07-01' + d)::DATE AS day, place.id || '/providers/microsoft.compute/virtualmachines/vm-' || resource AS scope,
    CASE noise(g // 12, 'sold') % 3 WHEN 0 THEN 'R' || (g // 12 % 50) WHEN 1 THEN '0' END AS reseller,
    CASE noise(resource, 'product') % 40 WHEN 0 THEN 'virtual machines | d2 v3 spot' WHEN 1 THEN 'marketplace firewall'
        ELSE 'virtual machines | series ' || noise(resource, 'product') % 40 END AS described,
    noise(resource, 'product') % 40 AS product_key,
    (1 + noise(resource, 'price') % 5000)::DECIMAL(28, 12) / 1000 AS unit_price,
    (noise(n, 'quantity') % 24000)::DECIMAL(28, 14) / 1000 AS quantity,
    CASE noise(n, 'billed') % 3 WHEN 0 THEN 0.15::DECIMAL(28, 10) WHEN 1 THEN 0::DECIMAL(28, 10) END AS credit_share,
    n AS fingerprint
FROM placed;

CREATE MACRO intervals() AS TABLE
WITH drawn AS (
    SELECT i, noise(i, 'group') % getvariable('groups') AS g, noise(i, 'what') % 100 AS what,
        TIMESTAMP '2023-06-20' + to_minutes(noise(i, 'from') % (45 * 1440)) AS begun
    FROM range(getvariable('intervals')) r(i)
), placed AS (SELECT *, of_group(g // 12 * 12 + g % 12) AS place FROM drawn)
SELECT 'P' || (g // 12 % getvariable('partners')) AS partner, DATE '2000-01-01' AS month, place.tenant AS tenant,
    CASE noise(i, 'level') % 10 WHEN 0 THEN '/subscriptions/' || place.subscription ELSE place.id END AS scope,
    CASE noise(i, 'kind') % 3 WHEN 0 THEN 'aobo' WHEN 1 THEN 'direct' ELSE 'lighthouse' END AS kind,
    CASE WHEN what < 75 THEN 'P' || (g // 12 % getvariable('partners')) WHEN what < 85 THEN 'R' || (g // 12 % 50) ELSE 'X1' END AS holder,
    CASE noise(i, 'role') % 12 WHEN 0 THEN 'Reader' WHEN 1 THEN 'Contoso Operator' ELSE 'Owner' END AS azure_role,
    noise(i, 'linked') % 6 > 0 AS linked,
    -- Most have been there for long and go on; others begin and end within weeks.
    CASE WHEN noise(i, 'open') % 10 < 4 THEN NULL ELSE begun END AS valid_from,
    CASE WHEN noise(i, 'open') % 10 < 6 THEN NULL ELSE begun + to_minutes(60 + noise(i, 'length') % (20 * 1440)) END AS valid_until,
    noise(i, 'deny') % 50 = 0 AS deny
FROM placed;
