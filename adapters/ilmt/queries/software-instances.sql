-- Components that were recognized on the computers of the group, present and removed ones, with the product and release that each was
-- assigned to: one row an instance. Of the same component in the same place the newest counts; the others, and those on computers that were
-- deleted long ago, say so.
-- parameters: computerGroup, deletedSince
-- related: computer_id computer
-- personal: discovery_path text, exclusion_reason text
-- plain: instance_id, computer_id, component_id, component_name, component_release, component_detailed_version, component_edition
-- plain: discoverable_guid, product_id, product_name, product_release, product_publisher_name, product_release_guid, product_family_guid
-- plain: bundle_name, is_charged, is_excluded, valid_from, valid_to, left_out
-- reads: ilmt_computers (id int -> none, is_deleted int -> none, deletion_date datetime -> none)
-- reads: ilmt_group_computers (computer_id int -> none, computer_group_id int -> none)
-- reads: ilmt_software_instances (instance_id int, computer_id int, component_id varchar(64), component_name? varchar(256), component_release? varchar(128))
-- reads: ilmt_software_instances (component_detailed_version? varchar(128), component_edition? varchar(128), discoverable_guid? varchar(64))
-- reads: ilmt_software_instances (product_id? int, product_name? varchar(256), product_release? varchar(128), product_publisher_name? varchar(256))
-- reads: ilmt_software_instances (product_release_guid? varchar(64), product_family_guid? varchar(64), release_id? int -> none, bundle_name? varchar(256))
-- reads: ilmt_software_instances (discovery_path? varchar(1024), is_charged? int, is_excluded? int, exclusion_reason? varchar(512))
-- reads: ilmt_software_instances (valid_from? datetime, valid_to datetime)
-- reads: ilmt_products? (id int -> none, name? varchar(256) -> product_name, publisher_name? varchar(256) -> product_publisher_name)
-- reads: ilmt_products? (family_guid? varchar(64) -> product_family_guid)
-- reads: ilmt_releases? (id int -> none, name? varchar(128) -> product_release, guid? varchar(64) -> product_release_guid)
SELECT
    i.instance_id,
    i.computer_id,
    i.component_id,
    i.component_name,
    i.component_release,
    i.component_detailed_version,
    i.component_edition,
    i.discoverable_guid,
    i.product_id,
    COALESCE(i.product_name, p.name) AS product_name,
    COALESCE(i.product_release, r.name) AS product_release,
    COALESCE(i.product_publisher_name, p.publisher_name) AS product_publisher_name,
    COALESCE(i.product_release_guid, r.guid) AS product_release_guid,
    COALESCE(i.product_family_guid, p.family_guid) AS product_family_guid,
    i.bundle_name,
    i.discovery_path,
    CAST(i.is_charged AS INTEGER) AS is_charged,
    CAST(i.is_excluded AS INTEGER) AS is_excluded,
    i.exclusion_reason,
    i.valid_from,
    i.valid_to,
    CASE
        WHEN CAST(c.is_deleted AS INTEGER) <> 0 AND CAST(c.deletion_date AS DATE) < CAST(:deletedSince AS DATE) THEN 'deleted long ago'
        WHEN i.nth > 1 THEN 'installed again'
    END AS left_out
FROM (
    SELECT x.instance_id, x.computer_id, x.component_id, x.component_name, x.component_release, x.component_detailed_version, x.component_edition,
        x.discoverable_guid, x.product_id, x.product_name, x.product_release, x.product_publisher_name, x.product_release_guid, x.product_family_guid,
        x.release_id, x.bundle_name, x.discovery_path, x.is_charged, x.is_excluded, x.exclusion_reason, x.valid_from, x.valid_to,
        ROW_NUMBER() OVER (
            PARTITION BY x.computer_id, x.component_id, x.discovery_path
            ORDER BY CASE WHEN x.valid_to IS NULL THEN 0 ELSE 1 END, x.valid_to DESC, x.instance_id DESC
        ) AS nth
    FROM ilmt_software_instances AS x
) AS i
JOIN ilmt_computers AS c ON c.id = i.computer_id
LEFT JOIN ilmt_products AS p ON p.id = i.product_id
LEFT JOIN ilmt_releases AS r ON r.id = i.release_id
WHERE i.computer_id IN (SELECT m.computer_id FROM ilmt_group_computers AS m WHERE m.computer_group_id = CAST(:computerGroup AS BIGINT))
ORDER BY i.instance_id
