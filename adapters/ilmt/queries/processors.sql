-- The kind of processor of each server under the computers of the group, one row each, with its processor value units.
-- key: server_id, immutable
-- parameters: computerGroup, deletedSince
-- related: server_id server
-- personal: server_name name, hardware_serial_number serial
-- plain: server_id, server_type, cores, pvu_per_core, physical_id, first_id, default_pvu_value, custom_pvu_per_core, processor_vendor
-- plain: processor_brand, processor_model
-- reads: ilmt_servers (id int -> none, pvu_per_core int, type? int -> server_type, hardware_serial_number? varchar(256), cores? int)
-- reads: ilmt_servers (name? varchar(256) -> server_name)
-- reads: ilmt_computers (id int -> none, is_deleted int -> none, deletion_date datetime -> none)
-- reads: ilmt_group_computers (computer_id int -> none, computer_group_id int -> none)
-- reads: ilmt_computer_hardware (computer_id int -> none, computer_type int -> none, server_id int -> none, valid_to? datetime -> none)
-- reads: ilmt_computer_hardware (default_pvu_value? int, custom_pvu_per_core? int, processor_vendor? varchar(256))
-- reads: ilmt_computer_hardware (processor_brand? varchar(256), processor_model? varchar(256))
SELECT
    s.id AS server_id,
    s.name AS server_name,
    s.type AS server_type,
    s.hardware_serial_number,
    s.cores,
    s.pvu_per_core,
    r.physical_id,
    r.first_id,
    r.default_pvu_value,
    r.custom_pvu_per_core,
    r.processor_vendor,
    r.processor_brand,
    r.processor_model
FROM ilmt_servers AS s
JOIN (
    SELECT h.server_id, MIN(CASE WHEN h.computer_type = 0 THEN c.id END) AS physical_id, MIN(c.id) AS first_id,
        MAX(CAST(h.default_pvu_value AS INTEGER)) AS default_pvu_value, MAX(CAST(h.custom_pvu_per_core AS INTEGER)) AS custom_pvu_per_core,
        MAX(h.processor_vendor) AS processor_vendor, MAX(h.processor_brand) AS processor_brand, MAX(h.processor_model) AS processor_model
    FROM ilmt_computers AS c
    JOIN (
        SELECT w.computer_id, w.computer_type, w.server_id, w.default_pvu_value, w.custom_pvu_per_core, w.processor_vendor, w.processor_brand, w.processor_model,
            ROW_NUMBER() OVER (PARTITION BY w.computer_id ORDER BY CASE WHEN w.valid_to IS NULL THEN 0 ELSE 1 END, w.valid_to DESC, w.server_id DESC) AS nth
        FROM ilmt_computer_hardware AS w
    ) AS h ON h.computer_id = c.id AND h.nth = 1
    WHERE c.id IN (SELECT m.computer_id FROM ilmt_group_computers AS m WHERE m.computer_group_id = CAST(:computerGroup AS BIGINT))
        AND CASE WHEN CAST(c.is_deleted AS INTEGER) <> 0 AND CAST(c.deletion_date AS DATE) < CAST(:deletedSince AS DATE) THEN 1 ELSE 0 END = 0
    GROUP BY h.server_id
) AS r ON r.server_id = s.id
ORDER BY s.id
