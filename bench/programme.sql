-- The metrics of all six designations on 25 July 2023 (now is June 2023, base June 2022), by hand for DuckDB: what a person who
-- knows the rules would write for this one day, without a Why, without a replay, without other editions.
-- Expects the views azure_usage, office_usage, mobility_usage, business_apps_revenue, business_apps_usage, trainings and partners.

CREATE TEMP MACRO plain(t) AS lower(replace(replace(replace(t, ' ', ''), '_', ''), '-', ''));
CREATE TEMP MACRO earned(actual, threshold, cap) AS least(greatest(cap * actual::DOUBLE / threshold, 0), cap);
CREATE TEMP MACRO growth(now, base, least_base) AS CASE WHEN base > 0 AND base >= least_base THEN (now - base)::DOUBLE * 100 / base ELSE 0 END;

-- Azure consumed revenue, rolled up once by tenant, year and service

CREATE TEMP TABLE acr AS
SELECT partner, tenant, month >= DATE '2022-07-01' AS is_now, plain(service_level_2) AS service, association = 'PAL' AND (
           plain(service_level_4) IN (SELECT unnest(['advanceddatasecurity', 'advancedthreatprotection', 'applicationgateway', 'azureactivedirectoryb2c',
               'azureactivedirectorydomainservices', 'azureactivedirectoryforexternalidentities', 'azurebastion', 'azureddosprotection', 'azuredefender',
               'azurefirewall', 'azurefirewallmanager', 'azurefrontdoorservice', 'azureiotsecurity', 'keyvault', 'networkwatcher', 'securitycenter', 'sentinel']))
           OR plain(service_level_2) IN (SELECT unnest(['advanceddatasecurity', 'advancedthreatprotection', 'applicationgateway', 'azureactivedirectoryb2c',
               'azureactivedirectorydomainservices', 'azureactivedirectoryforexternalidentities', 'azurebastion', 'azureddosprotection', 'azuredefender',
               'azurefirewall', 'azurefirewallmanager', 'azurefrontdoorservice', 'azureiotsecurity', 'keyvault', 'networkwatcher', 'securitycenter', 'sentinel']))
       ) AS secures,
       sum(acr) AS acr, sum(acr) FILTER (month IN (DATE '2023-06-01', DATE '2022-06-01')) AS last_month,
       sum(acr) FILTER (month IN (DATE '2023-05-01', DATE '2022-05-01')) AS month_before
FROM azure_usage
WHERE month BETWEEN DATE '2021-07-01' AND DATE '2023-06-01' AND duplicate IS NOT TRUE AND acr IS NOT NULL
  AND association IN ('CSP_T1', 'CSP_T2', 'DPOR', 'PAL')
  AND coalesce(plain(offer_type), '') NOT IN ('trial', 'benefitsprograms', 'benefitprogram', 'support', 'internal')
GROUP BY ALL;

CREATE TEMP TABLE azure AS
WITH tenants AS (
    SELECT partner, tenant, is_now, sum(acr) AS acr, sum(last_month) AS last_month, sum(month_before) AS month_before,
           sum(acr) FILTER (secures) AS secured
    FROM acr GROUP BY ALL
), services AS (
    SELECT partner, count(*) AS services FROM (
        SELECT partner, service FROM acr
        WHERE is_now AND service IS NOT NULL AND service NOT IN ('', 'virtualmachines', 'virtualmachineslicenses')
        GROUP BY ALL HAVING sum(acr) > 0
    ) GROUP BY partner
), sums AS (
    SELECT partner, sum(if(is_now, 1, -1)) FILTER (greatest(last_month, month_before) >= 1000) AS adds,
           coalesce(sum(acr) FILTER (is_now), 0) AS now, coalesce(sum(acr) FILTER (NOT is_now), 0) AS base,
           sum(if(is_now, 1, -1)) FILTER (secured >= 100) AS secured, sum(if(is_now, 1, -1)) FILTER (secured >= 12000) AS deployed,
           coalesce(sum(if(is_now, secured, -secured)), 0) AS secured_growth
    FROM tenants GROUP BY partner
)
SELECT partner, coalesce(adds, 0) AS adds, now, base, coalesce(services, 0) AS services, coalesce(secured, 0) AS secured,
       coalesce(deployed, 0) AS deployed, secured_growth
FROM sums LEFT JOIN services USING (partner);

-- Microsoft 365: seats by tenant, workload and association, now and a year earlier

CREATE TEMP TABLE seats AS
WITH facts AS (
    SELECT partner, month, tenant, plain(workload) AS workload, association, seats, active, claimed
    FROM office_usage WHERE duplicate IS NOT TRUE
    UNION ALL
    SELECT partner, month, tenant, workload, association, seats, active, NULL
    FROM (SELECT *, unnest([{w: 'azureactivedirectorypremium', s: aadp_seats, a: aadp_active}, {w: 'intune', s: intune_seats, a: intune_active},
                            {w: 'azureinformationprotection', s: azip_seats, a: azip_active}]) AS one FROM mobility_usage),
         LATERAL (SELECT one.w AS workload, one.s AS seats, one.a AS active)
)
SELECT *, workload IN ('intune', 'exchange', 'microsoft365apps', 'sharepoint', 'teams', 'teamsmeetings', 'teamsphone', 'teamsphonecalling', 'teamsplatform',
           'yammer', 'vivainsights', 'vivatopics', 'vivalearning', 'vivaconnections') AS modern,
       workload IN ('azureactivedirectorypremium', 'microsoftdefenderforoffice365', 'microsoftdefenderforendpoint', 'microsoftdefenderforidentity',
           'microsoftinformationprotection', 'azureinformationprotection', 'intune') AS secures,
       association IN ('CPOR', 'CPOR_OSA', 'CPOR_OSU') AS cpor, association = 'DPOR' AS dpor, association IN ('CSP_T1', 'CSP_T2') AS csp
FROM facts;

CREATE TEMP TABLE modern AS
WITH compared AS (
    SELECT *, month = DATE '2023-06-01' AS is_now FROM seats WHERE modern AND month IN (DATE '2023-06-01', DATE '2022-06-01')
), workloads AS (
    SELECT partner, tenant, is_now, workload, association, any_value(cpor) AS cpor, any_value(dpor) AS dpor, any_value(csp) AS csp, sum(seats) AS seats
    FROM compared GROUP BY ALL
), sizes AS (
    SELECT partner, tenant, is_now, coalesce(max(seats), 0) AS size, max(seats) FILTER (cpor OR dpor) AS large, max(seats) FILTER (cpor OR csp) AS small
    FROM workloads GROUP BY ALL
), tenants AS (
    SELECT partner, tenant, is_now, any_value(month) AS month, unnest(['cpor', 'dpor', 'csp']) AS part,
           unnest([sum(active) FILTER (cpor), sum(active) FILTER (dpor), sum(active) FILTER (csp)]) AS users,
           unnest([sum(seats) FILTER (cpor AND active IS NOT NULL), sum(seats) FILTER (dpor AND active IS NOT NULL), sum(seats) FILTER (csp AND active IS NOT NULL)]) AS paid,
           unnest([sum(active) FILTER (cpor AND seats IS NOT NULL), sum(active) FILTER (dpor AND seats IS NOT NULL), sum(active) FILTER (csp AND seats IS NOT NULL)]) AS used,
           unnest([max(claimed) FILTER (cpor AND seats IS NOT NULL AND active IS NOT NULL), max(claimed) FILTER (dpor AND seats IS NOT NULL AND active IS NOT NULL),
                   max(claimed) FILTER (csp AND seats IS NOT NULL AND active IS NOT NULL)]) AS claimed
    FROM compared GROUP BY partner, tenant, is_now
), claims AS (
    SELECT DISTINCT partner, tenant, part, claimed FROM tenants
    WHERE claimed IS NOT NULL AND datediff('month', claimed, month) BETWEEN 0 AND 11
), active_then AS (
    SELECT c.partner, c.tenant, c.part, c.claimed FROM claims c
    JOIN seats s ON s.partner = c.partner AND s.tenant = c.tenant AND s.month = date_trunc('month', c.claimed) AND s.modern
        AND CASE c.part WHEN 'cpor' THEN s.cpor WHEN 'dpor' THEN s.dpor ELSE s.csp END
    WHERE s.seats IS NOT NULL AND s.active IS NOT NULL
    GROUP BY ALL HAVING sum(s.seats) > 0 AND sum(s.active) >= sum(s.seats) * 0.4
), judged AS (
    SELECT t.*, size, size > 300 AS large, size BETWEEN 11 AND 300 AS small, if(t.is_now, 1, -1) AS side,
           paid > 0 AND used >= paid * 0.4 AND NOT (a.claimed IS NOT NULL AND datediff('month', t.claimed, t.month) BETWEEN 0 AND 11) AS deployed
    FROM tenants t JOIN sizes USING (partner, tenant, is_now)
    LEFT JOIN active_then a ON a.partner = t.partner AND a.tenant = t.tenant AND a.part = t.part AND a.claimed = t.claimed
), parts AS (
    SELECT partner,
           coalesce(sum(side * users) FILTER (large AND part = 'cpor'), 0) AS e_cpor, coalesce(sum(side * users) FILTER (large AND part = 'dpor'), 0) AS e_dpor,
           coalesce(sum(side * users) FILTER (small AND part = 'cpor'), 0) AS s_cpor, coalesce(sum(side * users) FILTER (small AND part = 'csp'), 0) AS s_csp,
           coalesce(sum(side) FILTER (deployed AND large AND part = 'cpor'), 0) AS d_cpor, coalesce(sum(side) FILTER (deployed AND large AND part = 'dpor'), 0) AS d_dpor,
           coalesce(sum(side) FILTER (deployed AND small AND part = 'cpor'), 0) AS f_cpor, coalesce(sum(side) FILTER (deployed AND small AND part = 'csp'), 0) AS f_csp
    FROM judged GROUP BY partner
), adds AS (
    SELECT partner, coalesce(sum(if(is_now, 1, -1)) FILTER (large > 300), 0) AS e_adds, coalesce(sum(if(is_now, 1, -1)) FILTER (small BETWEEN 11 AND 300), 0) AS s_adds
    FROM sizes GROUP BY partner
)
SELECT * FROM parts JOIN adds USING (partner);

CREATE TEMP TABLE secured AS
WITH compared AS (
    SELECT *, month = DATE '2023-06-01' AS is_now FROM seats WHERE secures AND month IN (DATE '2023-06-01', DATE '2022-06-01')
), workloads AS (
    SELECT partner, tenant, is_now, if(workload IN ('azureinformationprotection', 'microsoftinformationprotection'), 'information', workload) AS workload, association,
           any_value(cpor) AS cpor, sum(seats) AS seats
    FROM compared GROUP BY ALL
), sizes AS (
    SELECT partner, tenant, is_now, max(seats) AS size, max(seats) FILTER (cpor) AS own FROM workloads GROUP BY ALL
), tenants AS (
    SELECT partner, tenant, is_now, sum(active) AS users, sum(seats) FILTER (active IS NOT NULL) AS paid, sum(active) FILTER (seats IS NOT NULL) AS used
    FROM compared WHERE cpor GROUP BY ALL
)
SELECT partner, coalesce(sum(if(is_now, 1, -1)) FILTER (own >= 25), 0) AS adds, coalesce(sum(if(is_now, users, -users)), 0) AS users,
       coalesce(sum(if(is_now, 1, -1)) FILTER (size >= 25 AND paid > 0 AND used >= paid * 0.15), 0) AS deployed
FROM sizes LEFT JOIN tenants USING (partner, tenant, is_now) GROUP BY partner;

-- Business Applications

CREATE TEMP TABLE revenue AS
SELECT partner, month = DATE '2023-06-01' AS is_now, tenant, plain(workload) AS workload, sum(revenue) AS revenue
FROM business_apps_revenue
WHERE month IN (DATE '2023-06-01', DATE '2022-06-01')
  AND association IN ('CPOR_REVREC', 'CPOR_OSA', 'CPOR_REVREC_PERFORMANCE', 'CSP_T1', 'CSP_T2', 'DPOR')
  AND plain(workload) IN (SELECT unnest(['sales', 'powerapps', 'businesscentral', 'finance', 'supplychain', 'customerservice', 'powerbi', 'fieldservice',
      'marketing', 'commerce', 'aibuilder', 'cebundle', 'customerinsights', 'f&obundle', 'fraudprotection', 'mixedreality', 'powerautomate', 'powervirtualagent',
      'projectoperations', 'humanresources', 'intelligentordermanagement', 'omnichannel', 'powerpages', 'nonworkloadspecific']))
GROUP BY ALL;

CREATE TEMP TABLE rates AS
SELECT * FROM (VALUES
    ('businesscentral', 'business_central', 1000, 'mau', FALSE), ('customerservice', 'common_data_service', 200, 'mau', FALSE), ('sales', 'common_data_service', 200, 'mau', FALSE),
    ('fieldservice', 'common_data_service', 200, 'mau', FALSE), ('powerapps', 'power_apps', 200, 'mau', TRUE), ('finance&operations', 'finance_and_operations', 100, 'mau', FALSE),
    ('finance', 'finance_and_operations', 100, 'mau', FALSE), ('customerinsights', 'customer_insights', 0.2, 'mac', TRUE), ('powerbi', 'power_bi', 200, 'mau', TRUE),
    ('powerautomate', 'power_automate', 200, 'mau', TRUE), ('guides', 'guides', 1000, 'mau', FALSE), ('retail', 'retail', 100, 'mau', FALSE), ('corehr', 'core_hr', 1000, 'mau', FALSE)
) r(written, workload, rate, quantity, by_pal);

CREATE TEMP TABLE consumption AS
SELECT u.partner, month = DATE '2023-06-01' AS is_now, tenant, r.workload, sum(if(quantity = 'mac', mac, mau) * rate) AS mcv
FROM business_apps_usage u JOIN rates r ON plain(u.workload) = r.written
WHERE month IN (DATE '2023-06-01', DATE '2022-06-01') AND if(by_pal, association = 'PAL', association IN ('CPOR_OSU', 'DPOR', 'CSP_T1', 'CSP_T2'))
GROUP BY ALL;

CREATE TEMP TABLE business AS
WITH both_years AS (
    SELECT partner, workload FROM revenue WHERE revenue > 5000 GROUP BY ALL HAVING count(DISTINCT is_now) = 2
), tracks AS (
    SELECT partner, count(*) >= 5 AS large FROM both_years GROUP BY partner
), adds AS (
    SELECT partner, coalesce(sum(if(is_now, 1, -1)) FILTER (revenue >= 1500), 0) AS e_adds, coalesce(sum(if(is_now, 1, -1)) FILTER (revenue >= 250), 0) AS s_adds
    FROM revenue GROUP BY partner
), usage AS (
    SELECT partner, coalesce(sum(mcv) FILTER (is_now), 0) AS now, coalesce(sum(mcv) FILTER (NOT is_now), 0) AS base,
           coalesce(sum(if(is_now, 1, -1)) FILTER (mcv >= 10000), 0) AS e_deployed, coalesce(sum(if(is_now, 1, -1)) FILTER (mcv >= 5000), 0) AS s_deployed
    FROM consumption GROUP BY partner
)
SELECT partner, coalesce(large, FALSE) AS large, coalesce(if(coalesce(large, FALSE), e_adds, s_adds), 0) AS adds, coalesce(now, 0) AS now, coalesce(base, 0) AS base,
       coalesce(if(coalesce(large, FALSE), e_deployed, s_deployed), 0) AS deployed
FROM partners LEFT JOIN tracks USING (partner) LEFT JOIN adds USING (partner) LEFT JOIN usage USING (partner);

-- Certificates: which lists a title is on. A person counts once per list.

CREATE TEMP TABLE lists AS
SELECT plain(title) AS title, unnest(on_lists) AS list FROM (VALUES
    ('Azure Administrator Associate', ['administrators']), ('AZ-104', ['administrators']),
    ('Azure Solutions Architect Expert', ['architects']), ('AZ-305', ['architects']),
    ('DP-203', ['data']), ('Azure Data Engineer Associate', ['data']), ('Azure Database Administrator Associate', ['data']),
    ('Data Analyst Associate', ['data', 'business']), ('PL-300', ['data', 'business']),
    ('Azure Developer Associate', ['developers']), ('Power Platform Developer Associate', ['developers', 'business']),
    ('Azure DevOps Engineer Expert', ['devops']), ('Power Platform Solution Architect Expert', ['devops', 'business_experts']),
    ('Azure Network Engineer Associate', ['network']), ('Azure Virtual Desktop Specialty', ['desktop']),
    ('Microsoft 365 Fundamentals', ['modern']), ('Teams Administrator Associate', ['modern']),
    ('Identity and Access Administrator Associate', ['modern', 'secures']), ('Microsoft 365 Enterprise Administrator Expert', ['modern_experts']),
    ('Azure Security Engineer Associate', ['engineers']), ('Security Operations Analyst Associate', ['analysts', 'secures']),
    ('Cybersecurity Architect Expert', ['secures']), ('MB-700', ['business_experts']),
    ('Dynamics 365 Sales Functional Consultant Associate', ['business'])
) t(title, on_lists);

CREATE TEMP TABLE people AS
WITH known AS (
    SELECT DISTINCT partner, person, list, basis FROM (
        SELECT partner, person, list, completed, unnest(['published', 'preview']) AS basis
        FROM trainings JOIN lists ON plain(trainings.title) = lists.title
        WHERE plain(training_type) IN ('certification', 'certificate') AND plain(coalesce(activation_status, '')) IN ('', 'active', 'activated', 'valid')
          AND completed <= DATE '2023-07-25' AND (expires IS NULL OR expires >= DATE '2023-07-25')
    ) WHERE completed <= if(basis = 'published', DATE '2023-07-15', DATE '2023-07-25')
)
SELECT partner, basis, count(*) FILTER (list = 'administrators') AS administrators, count(*) FILTER (list = 'architects') AS architects,
       count(*) FILTER (list = 'data') AS data, count(*) FILTER (list = 'developers') AS developers, count(*) FILTER (list = 'devops') AS devops,
       count(*) FILTER (list = 'network') AS network, count(*) FILTER (list = 'desktop') AS desktop, count(*) FILTER (list = 'modern') AS modern,
       count(*) FILTER (list = 'modern_experts') AS modern_experts, count(*) FILTER (list = 'engineers') AS engineers, count(*) FILTER (list = 'analysts') AS analysts,
       count(*) FILTER (list = 'secures') AS secures, count(*) FILTER (list = 'business') AS business, count(*) FILTER (list = 'business_experts') AS business_experts
FROM known GROUP BY ALL;

-- Every metric of every partner on both bases: what was measured, and its points

CREATE TEMP TABLE answers AS
WITH bases AS (SELECT partner, unnest(['published', 'preview']) AS basis FROM partners), measured AS (
    SELECT b.partner, b.basis, coalesce(a.adds, 0) AS azure_adds, growth(coalesce(a.now, 0), coalesce(a.base, 0), 1000) AS azure_growth, coalesce(a.services, 0) AS azure_services,
           if(architects >= 2 AND administrators >= 2, data, 0) AS data_people, if(administrators >= 2, network, 0) AS network_people,
           if(architects >= 2, desktop, 0) AS desktop_people, if(administrators >= 2, developers, 0) AS developer_people, if(architects >= 2, devops, 0) AS devops_people,
           coalesce(p.business, 0) AS business_people, coalesce(p.business_experts, 0) AS business_expert_people, u.large, u.adds AS business_adds, u.deployed AS business_deployed,
           growth(u.now, u.base, if(u.large, 50000, 25000)) AS business_growth, coalesce(p.modern, 0) AS modern_people, coalesce(p.modern_experts, 0) AS modern_expert_people,
           if(engineers >= 1 AND analysts >= 1, secures, 0) AS security_people, coalesce(a.secured, 0) + coalesce(s.adds, 0) AS security_adds,
           coalesce(a.deployed, 0) + coalesce(s.deployed, 0) AS security_deployed,
           least(earned(coalesce(a.secured_growth, 0), 25000, 20) + earned(coalesce(s.users, 0), 2500, 20), 20) AS security_growth,
           coalesce(e_adds, 0) AS e_adds, coalesce(s_adds, 0) AS s_adds,
           greatest(earned(coalesce(e_cpor, 0), 1000, 30), earned(coalesce(e_dpor, 0), 4000, 30)) AS e_usage, greatest(earned(coalesce(s_cpor, 0), 500, 30), earned(coalesce(s_csp, 0), 2000, 30)) AS s_usage,
           greatest(earned(coalesce(d_cpor, 0), 5, 25), earned(coalesce(d_dpor, 0), 10, 25)) AS e_deployed, greatest(earned(coalesce(f_cpor, 0), 5, 25), earned(coalesce(f_csp, 0), 10, 25)) AS s_deployed
    FROM bases b LEFT JOIN azure a USING (partner) LEFT JOIN people p ON p.partner = b.partner AND p.basis = b.basis
    LEFT JOIN business u ON u.partner = b.partner LEFT JOIN secured s ON s.partner = b.partner LEFT JOIN modern m ON m.partner = b.partner
), pointed AS (
    SELECT *, earned(azure_adds, 3, 30) + earned(azure_growth, 20, 20) + earned(azure_services, 5, 10) AS azure,
           earned(business_adds, 5, 15) + earned(business_growth, 30, 30) + earned(business_deployed, 5, 20)
               + earned(business_people, if(large, 20, 5), 20) + earned(business_expert_people, if(large, 7, 2), 15) AS business_applications,
           earned(e_adds, 5, 20) + earned(modern_people, 4, 10) + earned(modern_expert_people, 2, 15) + e_usage + e_deployed AS enterprise,
           earned(s_adds, 10, 20) + earned(modern_people, 2, 10) + earned(modern_expert_people, 1, 15) + s_usage + s_deployed AS smb,
           earned(security_adds, 10, 20) + earned(security_people, 6, 40) + security_growth + earned(security_deployed, 6, 20) AS security
    FROM measured
)
SELECT *, azure + earned(coalesce(data_people, 0), 10, 40) AS data_ai,
       azure + earned(coalesce(network_people, 0), 5, 20) + earned(coalesce(desktop_people, 0), 5, 20) AS infrastructure,
       azure + earned(coalesce(developer_people, 0), 5, 20) + earned(coalesce(devops_people, 0), 5, 20) AS digital_app_innovation,
       greatest(enterprise, smb) AS modern_work
FROM pointed;
