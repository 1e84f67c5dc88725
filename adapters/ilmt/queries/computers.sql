-- Computers of the computer group, one row each; those that were deleted long ago say so. Of several rows of hardware the current one counts.
-- The serial number is that of the server under it: of a physical computer its own.
-- key: id, immutable
-- parameters: computerGroup, deletedSince
-- related: id computer, server_id server
-- personal: name name, dns_name name, ip_address ip, hardware_serial_number serial
-- plain: id, bigfix_id, os, last_seen, is_deleted, deletion_date, left_out, computer_type, server_id, partition_cores
-- plain: processor_brand_string, system_model, server_type, hardware_vendor, hardware_model, total_processors, server_cores
-- reads: ilmt_computers (id int, name varchar(256), is_deleted int, deletion_date datetime)
-- reads: ilmt_computers (dns_name? varchar(256), bigfix_id? varchar(64), ip_address? varchar(1024), os? varchar(256), last_seen? datetime)
-- reads: ilmt_group_computers (computer_id int -> none, computer_group_id int -> none)
-- reads: ilmt_computer_hardware? (computer_id int -> none, computer_type? int, server_id? int, valid_to? datetime -> none, partition_cores? int)
-- reads: ilmt_computer_hardware? (processor_brand_string? varchar(256), system_model? varchar(256))
-- reads: ilmt_servers? (id int -> none, type? int -> server_type, hardware_serial_number? varchar(256), hardware_vendor? varchar(256))
-- reads: ilmt_servers? (hardware_model? varchar(256), total_processors? int, cores? int -> server_cores)
SELECT
    c.id,
    c.name,
    c.dns_name,
    c.bigfix_id,
    c.ip_address,
    c.os,
    c.last_seen,
    CAST(c.is_deleted AS INTEGER) AS is_deleted,
    c.deletion_date,
    CASE
        WHEN CAST(c.is_deleted AS INTEGER) <> 0 AND CAST(c.deletion_date AS DATE) < CAST(:deletedSince AS DATE) THEN 'deleted long ago'
    END AS left_out,
    h.computer_type,
    h.server_id,
    h.partition_cores,
    h.processor_brand_string,
    h.system_model,
    s.type AS server_type,
    s.hardware_serial_number,
    s.hardware_vendor,
    s.hardware_model,
    s.total_processors,
    s.cores AS server_cores
FROM ilmt_computers AS c
LEFT JOIN (
    SELECT w.computer_id, w.computer_type, w.server_id, w.partition_cores, w.processor_brand_string, w.system_model,
        ROW_NUMBER() OVER (PARTITION BY w.computer_id ORDER BY CASE WHEN w.valid_to IS NULL THEN 0 ELSE 1 END, w.valid_to DESC, w.server_id DESC) AS nth
    FROM ilmt_computer_hardware AS w
) AS h ON h.computer_id = c.id AND h.nth = 1
LEFT JOIN ilmt_servers AS s ON s.id = h.server_id
WHERE c.id IN (SELECT m.computer_id FROM ilmt_group_computers AS m WHERE m.computer_group_id = CAST(:computerGroup AS BIGINT))
ORDER BY c.id
