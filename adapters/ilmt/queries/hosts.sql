-- Servers under the computers of the group, one row each; those that are one of these computers themselves say so.
-- key: id, immutable
-- parameters: computerGroup, deletedSince
-- related: id server
-- personal: name name, hardware_serial_number serial
-- plain: id, type, hardware_vendor, hardware_model, total_processors, cores, physical_id, first_id, computers
-- reads: ilmt_servers (id int, name? varchar(256), type? int, hardware_serial_number? varchar(256), hardware_vendor? varchar(256))
-- reads: ilmt_servers (hardware_model? varchar(256), total_processors? int, cores? int)
-- reads: ilmt_computers (id int -> none, is_deleted int -> none, deletion_date datetime -> none)
-- reads: ilmt_group_computers (computer_id int -> none, computer_group_id int -> none)
-- reads: ilmt_computer_hardware (computer_id int -> none, computer_type int -> none, server_id int -> none, valid_to? datetime -> none)
SELECT
    s.id,
    s.name,
    s.type,
    s.hardware_serial_number,
    s.hardware_vendor,
    s.hardware_model,
    s.total_processors,
    s.cores,
    r.physical_id,
    r.first_id,
    r.computers
FROM ilmt_servers AS s
JOIN (
    SELECT h.server_id, MIN(CASE WHEN h.computer_type = 0 THEN c.id END) AS physical_id, MIN(c.id) AS first_id, COUNT(*) AS computers
    FROM ilmt_computers AS c
    JOIN (
        SELECT w.computer_id, w.computer_type, w.server_id,
            ROW_NUMBER() OVER (PARTITION BY w.computer_id ORDER BY CASE WHEN w.valid_to IS NULL THEN 0 ELSE 1 END, w.valid_to DESC, w.server_id DESC) AS nth
        FROM ilmt_computer_hardware AS w
    ) AS h ON h.computer_id = c.id AND h.nth = 1
    WHERE c.id IN (SELECT m.computer_id FROM ilmt_group_computers AS m WHERE m.computer_group_id = CAST(:computerGroup AS BIGINT))
        AND CASE WHEN CAST(c.is_deleted AS INTEGER) <> 0 AND CAST(c.deletion_date AS DATE) < CAST(:deletedSince AS DATE) THEN 1 ELSE 0 END = 0
    GROUP BY h.server_id
) AS r ON r.server_id = s.id
ORDER BY s.id
