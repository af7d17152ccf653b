-- Where all partners stand for all 31 specializations on 25 July 2023 (the window is April to June), by hand for DuckDB: what a person who
-- knows the rules, and this installation's own figures (OVERLAY in standings.py), would write for this one day.
-- Expects the views azure_usage, trainings, partners, held, attested and audits.

CREATE TEMP MACRO plain(t) AS lower(replace(replace(replace(t, ' ', ''), '_', ''), '-', ''));

-- What each specialization asks for: any of these designations, lines of usage, people, and how it is validated.

CREATE TEMP TABLE specializations AS
SELECT * FROM (VALUES
    ('adoption_and_change_management', ['modern_work'], ['performance'], 'references'),
    ('ai_and_machine_learning', ['data_ai', 'digital_app_innovation'], ['ai_acr'], 'audit'),
    ('analytics', ['data_ai'], ['synapse_acr', 'data_lake_acr', 'databricks_acr', 'data_factory_acr'], 'audit'),
    ('build_and_modernize_ai_apps_with_microsoft_azure', ['data_ai', 'digital_app_innovation'],
     ['aks_acr', 'openshift_acr', 'spring_apps_acr', 'cosmos_db_acr', 'postgresql_acr', 'cognitive_services_acr', 'machine_learning_acr', 'openai_acr'], 'audit'),
    ('business_intelligence', ['business_applications', 'data_ai'], ['performance'], 'none'),
    ('calling_for_microsoft_teams', ['modern_work'], ['performance'], 'references'),
    ('cloud_security', ['security'], ['hybrid_xdr_and_network_security_acr'], 'references'),
    ('custom_solutions_for_microsoft_teams', ['modern_work'], ['performance'], 'references'),
    ('data_warehouse_migration', ['data_ai'], ['synapse_acr'], 'audit'),
    ('devops_with_github', ['digital_app_innovation'], ['performance'], 'audit'),
    ('finance', ['business_applications'], ['performance'], 'none'),
    ('hybrid_cloud_infrastructure_with_microsoft_azure_stack_hci', ['infrastructure', 'data_ai', 'digital_app_innovation'], ['stack_hci_acr'], 'audit'),
    ('identity_and_access_management', ['security'], ['performance'], 'references'),
    ('information_protection_and_governance', ['security'], ['performance'], 'references'),
    ('infra_and_database_migration', ['data_ai', 'infrastructure'], ['windows_acr', 'linux_acr', 'sql_acr', 'open_source_acr'], 'audit'),
    ('intelligent_automation', ['business_applications', 'digital_app_innovation'], ['performance'], 'none'),
    ('kubernetes', ['data_ai', 'digital_app_innovation'], ['aks_acr', 'openshift_acr'], 'audit'),
    ('meetings_and_meeting_rooms_for_microsoft_teams', ['modern_work'], ['performance'], 'references'),
    ('microsoft_azure_virtual_desktop', ['infrastructure'], ['virtual_desktop_acr'], 'audit'),
    ('microsoft_azure_vmware_solution', ['infrastructure'], ['vmware_acr'], 'audit'),
    ('microsoft_low_code_application_development', ['business_applications', 'digital_app_innovation'], ['performance'], 'none'),
    ('migrate_enterprise_applications', ['data_ai', 'digital_app_innovation'], ['app_service_acr', 'spring_cloud_acr'], 'audit'),
    ('modernize_endpoints', ['modern_work'], ['performance'], 'references'),
    ('networking_services_in_microsoft_azure', ['infrastructure'], ['performance'], 'audit'),
    ('sales', ['business_applications'], ['performance'], 'none'),
    ('sap', ['infrastructure'], ['sap_acr'], 'audit'),
    ('service', ['business_applications'], ['performance'], 'none'),
    ('small_and_midsize_business_management', ['business_applications'], ['performance'], 'none'),
    ('supply_chain', ['business_applications'], ['performance'], 'none'),
    ('teamwork_deployment', ['modern_work'], ['performance'], 'references'),
    ('threat_protection', ['security'], ['sentinel_acr'], 'references')
) s(specialization, any_of, lines, validation);

CREATE TEMP TABLE figures AS
SELECT * FROM (VALUES
    ('infra_and_database_migration', 'windows_acr', 30000, 3), ('infra_and_database_migration', 'linux_acr', 15000, 3),
    ('infra_and_database_migration', 'sql_acr', 9000, 3), ('infra_and_database_migration', 'open_source_acr', 4500, 3),
    ('infra_and_database_migration', 'skilling', 2, 0), ('kubernetes', 'aks_acr', 1000, 2), ('threat_protection', 'sentinel_acr', 500, 0),
    ('cloud_security', 'skilling', 1, 0)
) f(specialization, requirement, minimum, customers_needed);

CREATE TEMP TABLE asked AS
WITH listed AS (
    SELECT specialization, 'designation' AS requirement, 'designation' AS kind FROM specializations
    UNION ALL SELECT specialization, unnest(lines), 'lines' FROM specializations
    UNION ALL SELECT specialization, 'skilling', 'skilling' FROM specializations
    UNION ALL SELECT specialization, validation, 'validation' FROM specializations WHERE validation <> 'none'
)
SELECT *, row_number() OVER () AS n, kind = 'lines' AND requirement <> 'performance' AS by_lines, kind = 'designation' OR minimum IS NOT NULL AS published,
       by_lines OR kind = 'designation' OR (kind = 'skilling' AND minimum IS NOT NULL) AS measurable
FROM listed LEFT JOIN figures USING (specialization, requirement);

-- The services that there are, and the lines that each is of: within a requirement the first of them.

CREATE TEMP MACRO counting() AS TABLE
SELECT * FROM azure_usage
WHERE month BETWEEN DATE '2023-04-01' AND DATE '2023-06-01' AND duplicate IS NOT TRUE AND acr IS NOT NULL
  AND association IN ('CSP_T1', 'CSP_T2', 'DPOR', 'PAL')
  AND coalesce(plain(offer_type), '') NOT IN ('trial', 'benefitsprograms', 'benefitprogram', 'support', 'internal');

CREATE TEMP TABLE services AS
SELECT DISTINCT service_level_1, service_level_2, service_level_4, service_group_2, service_group_3, service_influencer, compute_os,
       compute_os_attribute, compute_core_software, acr_adjustment_type
FROM counting();

CREATE TEMP TABLE lines AS
WITH read AS (
    SELECT *, plain(service_level_1) AS l1, plain(service_level_2) AS l2, plain(service_level_4) AS l4, plain(service_group_2) AS g2, plain(service_group_3) AS g3,
           plain(service_influencer) AS si, plain(compute_os) AS os, coalesce(plain(compute_os_attribute), 'unknown') AS attribute,
           plain(compute_core_software) AS core, coalesce(plain(acr_adjustment_type), 'n/a') = 'n/a' AS unadjusted
    FROM services
), told AS (
    SELECT *, unnest([
        {s: 'data_warehouse_migration', r: 'synapse_acr', l: 1, ok: l2 = 'azuresynapseanalytics'},
        {s: 'kubernetes', r: 'aks_acr', l: 1, ok: si IN ('aks', 'aksengine')},
        {s: 'kubernetes', r: 'openshift_acr', l: 1, ok: g3 = 'aro' AND coalesce(l2, '') <> 'unknown'},
        {s: 'microsoft_azure_virtual_desktop', r: 'virtual_desktop_acr', l: 1, ok: si = 'nativeavd'},
        {s: 'migrate_enterprise_applications', r: 'app_service_acr', l: 1, ok: l1 = 'compute' AND l2 = 'azureappservice'},
        {s: 'migrate_enterprise_applications', r: 'spring_cloud_acr', l: 1, ok: unadjusted AND g2 = 'appdev' AND g3 = 'springcloud' AND coalesce(l2, '') <> 'unknown'},
        {s: 'analytics', r: 'synapse_acr', l: 1, ok: l2 = 'azuresynapseanalytics'},
        {s: 'analytics', r: 'data_lake_acr', l: 1, ok: g3 = 'azuredatalake'},
        {s: 'analytics', r: 'databricks_acr', l: 1, ok: g3 = 'databricks'},
        {s: 'analytics', r: 'data_factory_acr', l: 1, ok: l2 IN ('azuredatafactory', 'azuredatafactoryv2')},
        {s: 'hybrid_cloud_infrastructure_with_microsoft_azure_stack_hci', r: 'stack_hci_acr', l: 1, ok: l2 = 'azurestackhci'},
        {s: 'microsoft_azure_vmware_solution', r: 'vmware_acr', l: 1, ok: l4 IN ('azurevmwaresolution', 'azurevmwaresolutionbycloudsimple',
            'azurevmwaresolutionbyvirtustream', 'specializedcomputeazurevmwaresolution')},
        {s: 'ai_and_machine_learning', r: 'ai_acr', l: 1, ok: g2 = 'ai'},
        {s: 'build_and_modernize_ai_apps_with_microsoft_azure', r: 'aks_acr', l: 1, ok: g3 = 'aks'},
        {s: 'build_and_modernize_ai_apps_with_microsoft_azure', r: 'openshift_acr', l: 1, ok: g3 = 'aro'},
        {s: 'build_and_modernize_ai_apps_with_microsoft_azure', r: 'spring_apps_acr', l: 1, ok: g3 = 'azurespringcloud'},
        {s: 'build_and_modernize_ai_apps_with_microsoft_azure', r: 'cosmos_db_acr', l: 1, ok: g3 = 'cosmosdb'},
        {s: 'build_and_modernize_ai_apps_with_microsoft_azure', r: 'postgresql_acr', l: 1, ok: g3 = 'pgsql'},
        {s: 'build_and_modernize_ai_apps_with_microsoft_azure', r: 'cognitive_services_acr', l: 1, ok: g3 = 'cognitiveservices'},
        {s: 'build_and_modernize_ai_apps_with_microsoft_azure', r: 'machine_learning_acr', l: 1, ok: g3 = 'azuremachinelearning'},
        {s: 'build_and_modernize_ai_apps_with_microsoft_azure', r: 'openai_acr', l: 1, ok: g3 = 'appliedaiservices'},
        {s: 'infra_and_database_migration', r: 'windows_acr', l: 1, ok: unadjusted AND core = 'core'
            AND ((os = 'windows' AND attribute IN ('windows', 'unknown')) OR (os = 'linux' AND attribute = 'windowsahub'))
            AND l2 IN ('cloudservices', 'containerinstances', 'containerregistry', 'specializedcompute', 'virtualmachines', 'virtualmachineslicenses')},
        {s: 'infra_and_database_migration', r: 'linux_acr', l: 1, ok: l4 IN ('redhatenterpriselinux', 'redhatenterpriselinuxwithha', 'suselinuxenterpriseserverbasic',
                'suselinuxenterpriseserverforhpcpriority', 'suselinuxenterpriseserverforhpcstandard', 'suselinuxenterpriseserverpriority',
                'suselinuxenterpriseserverstandard')
            OR (unadjusted AND l2 = 'virtualmachines' AND os = 'linux' AND attribute IN ('nonwindows', 'unknown', 'windows')
                AND coalesce(l4, '') NOT IN ('cloudservicesmsseries', 'virtualmachinesmsseries', 'virtualmachinesmsserieswindows', 'virtualmachinesmsv2series',
                    'virtualmachinesmsv2serieswindows', 'msseriesdedicatedhost', 'msv2seriesdedicatedhost'))},
        {s: 'infra_and_database_migration', r: 'sql_acr', l: 1, ok: g3 IN ('sqldb', 'sqldbmi')},
        {s: 'infra_and_database_migration', r: 'sql_acr', l: 2, ok: g3 IN ('sqloniaas', 'sqloniaasvm')},
        {s: 'infra_and_database_migration', r: 'open_source_acr', l: 1, ok: l1 = 'databases'
            AND l2 IN ('azuredatabaseformariadb', 'azuredatabaseformysql', 'mysqldatabaseonazure', 'postgresql', 'cosmosdb')},
        {s: 'threat_protection', r: 'sentinel_acr', l: 1, ok: l4 = 'sentinel'},
        {s: 'cloud_security', r: 'hybrid_xdr_and_network_security_acr', l: 1, ok: l4 IN ('microsoftdefenderforsql', 'microsoftdefenderforcontainerregistries',
            'microsoftdefenderforkubernetes', 'microsoftdefenderforstorage', 'applicationgatewaywafv2', 'wafapplicationgateway', 'azureactivedirectoryb2c',
            'azureactivedirectorydomainservices', 'azureactivedirectoryforexternalidentities', 'azurebastion', 'azureddosprotection', 'azurefirewall',
            'azurefirewallmanager', 'azurefrontdoorservice', 'microsoftdefenderforiot', 'azurededicatedhsm', 'keyvault', 'networkwatcher',
            'microsoftdefenderforappservice', 'microsoftdefenderforservers', 'sentinel')},
        {s: 'sap', r: 'sap_acr', l: 1, ok: l4 IN ('cloudservicesmsseries', 'virtualmachinesmsseries', 'virtualmachinesmsserieswindows', 'virtualmachinesmsv2series',
            'virtualmachinesmsv2serieswindows', 'msseriesdedicatedhost', 'msv2seriesdedicatedhost', 'saphanaonazurelargeinstances',
            'sapcloudplatformalertnotification', 'sapcloudplatformextensionfactorykymaruntime', 'sapcloudplatformintegrationsuiteadditionalmessages',
            'sapcloudplatformintegrationsuitestandardedition', 'sapcloudplatformtransportmanagement', 'sapedgeservices', 'sapembraceapimanagement',
            'sapembraceapplicationlogging', 'sapembraceapplicationruntime', 'sapembracebandwidth', 'sapembracebusinessapplicationstudio',
            'sapembracebusinessrules', 'sapembracecloudintegration', 'sapembracecredentialstore', 'sapembracecustomdomain', 'sapembracedataintelligence',
            'sapembraceenterprisemessaging', 'sapembraceextensionfactory,serverlessruntime', 'sapembracehanacloud', 'sapembraceidentityauthentication',
            'sapembracejobscheduler', 'sapembracemacc', 'sapembracemobileservices', 'sapembraceobjectstoreservice', 'sapembraceopenconnectors',
            'sapembraceportal', 'sapembraceprocessvisibility', 'sapembracewebanalytics', 'sapembraceworkflow', 'saphanaservice', 'sapwebide',
            'baremetalinfrastructure', 'virtualmachinesmdsv2series', 'virtualmachinesmdsv2serieswindows')}
    ]) AS line FROM read
)
SELECT service_level_1, service_level_2, service_level_4, service_group_2, service_group_3, service_influencer, compute_os, compute_os_attribute,
       compute_core_software, acr_adjustment_type, line.s AS specialization, line.r AS requirement, line.l = 1 AS first_line
FROM told WHERE line.ok;

-- What was consumed, by requirement: of a requirement with a part also what is of its first line.

CREATE TEMP TABLE consumed AS
WITH by_tenant AS (
    SELECT partner, specialization, requirement, tenant, sum(acr) AS acr, sum(acr) FILTER (first_line) AS first_lines
    FROM counting() u JOIN lines n ON
        u.service_level_1 IS NOT DISTINCT FROM n.service_level_1 AND u.service_level_2 IS NOT DISTINCT FROM n.service_level_2
        AND u.service_level_4 IS NOT DISTINCT FROM n.service_level_4 AND u.service_group_2 IS NOT DISTINCT FROM n.service_group_2
        AND u.service_group_3 IS NOT DISTINCT FROM n.service_group_3 AND u.service_influencer IS NOT DISTINCT FROM n.service_influencer
        AND u.compute_os IS NOT DISTINCT FROM n.compute_os AND u.compute_os_attribute IS NOT DISTINCT FROM n.compute_os_attribute
        AND u.compute_core_software IS NOT DISTINCT FROM n.compute_core_software AND u.acr_adjustment_type IS NOT DISTINCT FROM n.acr_adjustment_type
    GROUP BY ALL
)
SELECT partner, specialization, requirement, sum(acr) AS amount, count(*) FILTER (acr > 0) AS customers,
       any_value(requirement) <> 'sql_acr' OR coalesce(sum(first_lines), 0) >= 3000 AS with_parts
FROM by_tenant GROUP BY ALL;

-- People: who holds a certificate that counts on the day, ten days after it was earned.

CREATE TEMP TABLE people AS
WITH facts AS (
    SELECT partner, person, plain(title) AS title, completed, training_type, activation_status, expires
    FROM trainings QUALIFY row_number() OVER (PARTITION BY partner, person, lower(trainings.title), completed ORDER BY run DESC, row DESC) = 1
), counting AS (
    SELECT DISTINCT partner, person, CASE WHEN title IN ('az104', 'azureadministratorassociate') THEN 'administrator'
        WHEN title IN ('az305', 'azuresolutionsarchitectexpert') THEN 'architect' WHEN title = 'azuresecurityengineerassociate' THEN 'engineer' END AS certificate
    FROM facts
    WHERE plain(training_type) IN ('certification', 'certificate') AND plain(coalesce(activation_status, '')) IN ('', 'active', 'activated', 'valid')
      AND completed <= DATE '2023-07-15' AND (expires IS NULL OR expires >= DATE '2023-07-25')
)
SELECT partner, 'infra_and_database_migration' AS specialization, 'skilling' AS requirement, count(DISTINCT person) AS amount,
       count(DISTINCT certificate) = 2 AS with_parts
FROM counting WHERE certificate IN ('administrator', 'architect') GROUP BY partner
UNION ALL
SELECT partner, 'cloud_security', 'skilling', count(DISTINCT person), TRUE FROM counting WHERE certificate = 'engineer' GROUP BY partner;

CREATE TEMP TABLE measured AS
SELECT partner, n, amount, customers, with_parts FROM asked JOIN (
    SELECT partner, specialization, requirement, amount, customers, with_parts FROM consumed
    UNION ALL SELECT partner, specialization, requirement, amount, NULL, with_parts FROM people
    UNION ALL SELECT partner, specialization, 'designation', count(*), NULL, TRUE
    FROM held JOIN specializations ON list_contains(any_of, designation) GROUP BY ALL
) m USING (specialization, requirement);

CREATE TEMP TABLE words AS
SELECT partner, n FROM attested JOIN asked USING (specialization, requirement);

-- Audits: the last Pass is valid for two years.

CREATE TEMP TABLE validated AS
SELECT DISTINCT partner, n FROM audits JOIN asked USING (specialization)
WHERE requirement = 'audit' AND passed AND ended_on <= DATE '2023-07-25' AND ended_on + INTERVAL 24 MONTHS > DATE '2023-07-25';

CREATE TEMP MACRO answers(pairs) AS TABLE
SELECT p.partner, p.specialization, p.requirement, p.kind,
       CASE -- How many references are needed is published for one specialization alone.
            WHEN p.requirement = 'references' AND p.specialization <> 'meetings_and_meeting_rooms_for_microsoft_teams'
                THEN if(w.partner IS NULL, 'unpublished', 'attested')
            WHEN p.kind = 'validation' THEN if(v.partner IS NULL, 'not_met', 'met')
            WHEN NOT p.published THEN if(w.partner IS NULL, 'unpublished', 'attested')
            WHEN m.amount >= coalesce(p.minimum, 1) AND coalesce(m.customers, 0) >= coalesce(p.customers_needed, 0) AND m.with_parts THEN 'met'
            ELSE 'not_met' END AS state,
       CASE WHEN p.measurable THEN coalesce(m.amount, 0) WHEN p.requirement = 'references' THEN 0 END AS measured,
       CASE WHEN p.by_lines THEN coalesce(m.customers, 0) END AS customers
FROM query_table(pairs) p
LEFT JOIN measured m ON m.partner = p.partner AND m.n = p.n
LEFT JOIN words w ON w.partner = p.partner AND w.n = p.n
LEFT JOIN validated v ON v.partner = p.partner AND v.n = p.n;

-- Only who holds a designation that counts can meet every prerequisite.

CREATE TEMP VIEW every_pair AS SELECT * FROM partners CROSS JOIN asked;

CREATE TEMP TABLE holders AS
SELECT m.partner, a.* FROM measured m JOIN asked d ON d.n = m.n JOIN asked a ON a.specialization = d.specialization WHERE d.kind = 'designation';

CREATE TEMP TABLE qualified AS
SELECT partner, specialization, bool_and(state IN ('met', 'attested')) AS active
FROM answers('holders') GROUP BY ALL HAVING bool_and(kind = 'validation' OR state IN ('met', 'attested'));
