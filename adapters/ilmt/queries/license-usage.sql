-- What was counted for each product and metric in the computer group: one row a product, metric, bundle and period, with the peak and its time.
-- parameters: computerGroup, usageSince
-- plain: product_id, product_name, product_publisher_name, product_family_guid, metric_id, metric_code_name, hwm_quantity, hwm_peak_time
-- plain: start_date, end_date, bundle_id, bundle_name, product_bundle_ratio_factor, product_bundle_ratio_divider, bundle_metric_contribution
-- reads: ilmt_license_usage (computer_group_id int -> none, product_id int, metric_id? int, metric_code_name varchar(128), hwm_quantity int, hwm_peak_time datetime)
-- reads: ilmt_license_usage (start_date date, end_date date, bundle_id? int, bundle_name? varchar(256))
-- reads: ilmt_license_usage (product_bundle_ratio_factor? int, product_bundle_ratio_divider? int, bundle_metric_contribution? int)
-- reads: ilmt_license_usage (product_name? varchar(256), product_publisher_name? varchar(256), product_family_guid? varchar(64))
-- reads: ilmt_products? (id int -> none, name? varchar(256) -> product_name, publisher_name? varchar(256) -> product_publisher_name)
-- reads: ilmt_products? (family_guid? varchar(64) -> product_family_guid)
SELECT
    u.product_id,
    COALESCE(u.product_name, p.name) AS product_name,
    COALESCE(u.product_publisher_name, p.publisher_name) AS product_publisher_name,
    COALESCE(u.product_family_guid, p.family_guid) AS product_family_guid,
    u.metric_id,
    u.metric_code_name,
    u.hwm_quantity,
    u.hwm_peak_time,
    u.start_date,
    u.end_date,
    u.bundle_id,
    u.bundle_name,
    u.product_bundle_ratio_factor,
    u.product_bundle_ratio_divider,
    u.bundle_metric_contribution
FROM ilmt_license_usage AS u
LEFT JOIN ilmt_products AS p ON p.id = u.product_id
WHERE u.computer_group_id = CAST(:computerGroup AS BIGINT) AND CAST(u.end_date AS DATE) >= CAST(:usageSince AS DATE)
ORDER BY u.product_id, u.metric_id, u.metric_code_name, u.start_date, COALESCE(u.bundle_id, 0)
