-- What was counted on each server on the day of the product's own peak in the computer group: one row a product, metric, bundle, period and server.
-- Rows of different products are of different days.
-- parameters: computerGroup, usageSince, deletedSince
-- related: server_id server
-- personal: server_name name, hardware_serial_number serial
-- plain: product_id, product_name, product_publisher_name, product_family_guid, metric_id, metric_code_name, hwm_peak_time, start_date, end_date
-- plain: bundle_id, bundle_name, usage_date, server_id, quantity, server_type, server_cores, physical_id, first_id, default_pvu_value
-- reads: ilmt_license_usage (computer_group_id int -> none, product_id int, metric_id? int, metric_code_name varchar(128), hwm_peak_time datetime)
-- reads: ilmt_license_usage (start_date date, end_date date, bundle_id int, bundle_name? varchar(256))
-- reads: ilmt_license_usage (product_name? varchar(256), product_publisher_name? varchar(256), product_family_guid? varchar(64))
-- reads: ilmt_license_usage_per_server (product_id int -> none, metric_code_name varchar(128) -> none, bundle_id int -> none, usage_date date)
-- reads: ilmt_license_usage_per_server (computer_group_id? int -> none, server_id int, hwm_quantity int -> quantity)
-- reads: ilmt_products? (id int -> none, name? varchar(256) -> product_name, publisher_name? varchar(256) -> product_publisher_name)
-- reads: ilmt_products? (family_guid? varchar(64) -> product_family_guid)
-- reads: ilmt_servers (id int -> none, name? varchar(256) -> server_name, type? int -> server_type, hardware_serial_number? varchar(256), cores? int -> server_cores)
-- reads: ilmt_computers (id int -> none, is_deleted int -> none, deletion_date datetime -> none)
-- reads: ilmt_group_computers (computer_id int -> none, computer_group_id int -> none)
-- reads: ilmt_computer_hardware (computer_id int -> none, computer_type int -> none, server_id int -> none, valid_to? datetime -> none, default_pvu_value? int)
SELECT
    u.product_id,
    COALESCE(u.product_name, p.name) AS product_name,
    COALESCE(u.product_publisher_name, p.publisher_name) AS product_publisher_name,
    COALESCE(u.product_family_guid, p.family_guid) AS product_family_guid,
    u.metric_id,
    u.metric_code_name,
    u.hwm_peak_time,
    u.start_date,
    u.end_date,
    u.bundle_id,
    u.bundle_name,
    v.usage_date,
    v.server_id,
    v.hwm_quantity AS quantity,
    s.name AS server_name,
    s.type AS server_type,
    s.hardware_serial_number,
    s.cores AS server_cores,
    r.physical_id,
    r.first_id,
    r.default_pvu_value
FROM ilmt_license_usage AS u
JOIN ilmt_license_usage_per_server AS v ON v.product_id = u.product_id AND v.metric_code_name = u.metric_code_name
    AND COALESCE(v.bundle_id, 0) = COALESCE(u.bundle_id, 0) AND CAST(v.usage_date AS DATE) = CAST(u.hwm_peak_time AS DATE)
    AND COALESCE(v.computer_group_id, u.computer_group_id) = u.computer_group_id
LEFT JOIN ilmt_products AS p ON p.id = u.product_id
LEFT JOIN ilmt_servers AS s ON s.id = v.server_id
LEFT JOIN (
    SELECT h.server_id, MIN(CASE WHEN h.computer_type = 0 THEN c.id END) AS physical_id, MIN(c.id) AS first_id,
        MAX(CAST(h.default_pvu_value AS INTEGER)) AS default_pvu_value
    FROM ilmt_computers AS c
    JOIN (
        SELECT w.computer_id, w.computer_type, w.server_id, w.default_pvu_value,
            ROW_NUMBER() OVER (PARTITION BY w.computer_id ORDER BY CASE WHEN w.valid_to IS NULL THEN 0 ELSE 1 END, w.valid_to DESC, w.server_id DESC) AS nth
        FROM ilmt_computer_hardware AS w
    ) AS h ON h.computer_id = c.id AND h.nth = 1
    WHERE c.id IN (SELECT m.computer_id FROM ilmt_group_computers AS m WHERE m.computer_group_id = CAST(:computerGroup AS BIGINT))
        AND CASE WHEN CAST(c.is_deleted AS INTEGER) <> 0 AND CAST(c.deletion_date AS DATE) < CAST(:deletedSince AS DATE) THEN 1 ELSE 0 END = 0
    GROUP BY h.server_id
) AS r ON r.server_id = v.server_id
WHERE u.computer_group_id = CAST(:computerGroup AS BIGINT) AND CAST(u.end_date AS DATE) >= CAST(:usageSince AS DATE)
ORDER BY u.product_id, u.metric_id, u.metric_code_name, u.start_date, COALESCE(u.bundle_id, 0), v.server_id
