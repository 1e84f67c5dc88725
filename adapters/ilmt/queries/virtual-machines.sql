-- Virtual machines and partitions of the computer group, and those of clouds, one row each, with the server that they run on.
-- key: id, immutable
-- parameters: computerGroup, deletedSince
-- related: id computer, server_id server
-- personal: name name, server_name name, hardware_serial_number serial, cluster_name name
-- plain: id, last_seen, left_out, computer_type, server_id, partition_cores, online_vp_count, entitlement, is_capped, is_shared_type
-- plain: shared_pool_id, cluster_cores_count, system_model, server_type, host_id, physical_id
-- reads: ilmt_computers (id int, name varchar(256), is_deleted int -> none, deletion_date datetime -> none, last_seen? datetime)
-- reads: ilmt_group_computers (computer_id int -> none, computer_group_id int -> none)
-- reads: ilmt_computer_hardware (computer_id int -> none, computer_type int, server_id int, valid_to? datetime -> none, partition_cores? int)
-- reads: ilmt_computer_hardware (online_vp_count? int, entitlement? varchar(32), is_capped? int, is_shared_type? int, shared_pool_id? varchar(64))
-- reads: ilmt_computer_hardware (cluster_name? varchar(256), cluster_cores_count? int, system_model? varchar(256))
-- reads: ilmt_servers? (id int -> host_id, name? varchar(256) -> server_name, type? int -> server_type, hardware_serial_number? varchar(256))
SELECT
    c.id,
    c.name,
    c.last_seen,
    CASE
        WHEN CAST(c.is_deleted AS INTEGER) <> 0 AND CAST(c.deletion_date AS DATE) < CAST(:deletedSince AS DATE) THEN 'deleted long ago'
    END AS left_out,
    h.computer_type,
    h.server_id,
    h.partition_cores,
    h.online_vp_count,
    h.entitlement,
    CAST(h.is_capped AS INTEGER) AS is_capped,
    CAST(h.is_shared_type AS INTEGER) AS is_shared_type,
    h.shared_pool_id,
    h.cluster_name,
    h.cluster_cores_count,
    h.system_model,
    s.id AS host_id,
    s.name AS server_name,
    s.type AS server_type,
    s.hardware_serial_number,
    r.physical_id
FROM ilmt_computers AS c
JOIN (
    SELECT w.computer_id, w.computer_type, w.server_id, w.partition_cores, w.online_vp_count, w.entitlement, w.is_capped, w.is_shared_type, w.shared_pool_id,
        w.cluster_name, w.cluster_cores_count, w.system_model,
        ROW_NUMBER() OVER (PARTITION BY w.computer_id ORDER BY CASE WHEN w.valid_to IS NULL THEN 0 ELSE 1 END, w.valid_to DESC, w.server_id DESC) AS nth
    FROM ilmt_computer_hardware AS w
) AS h ON h.computer_id = c.id AND h.nth = 1
LEFT JOIN ilmt_servers AS s ON s.id = h.server_id
LEFT JOIN (
    SELECT q.server_id, MIN(p.id) AS physical_id
    FROM ilmt_computers AS p
    JOIN (
        SELECT w.computer_id, w.computer_type, w.server_id,
            ROW_NUMBER() OVER (PARTITION BY w.computer_id ORDER BY CASE WHEN w.valid_to IS NULL THEN 0 ELSE 1 END, w.valid_to DESC, w.server_id DESC) AS nth
        FROM ilmt_computer_hardware AS w
    ) AS q ON q.computer_id = p.id AND q.nth = 1
    WHERE q.computer_type = 0
        AND p.id IN (SELECT m.computer_id FROM ilmt_group_computers AS m WHERE m.computer_group_id = CAST(:computerGroup AS BIGINT))
        AND CASE WHEN CAST(p.is_deleted AS INTEGER) <> 0 AND CAST(p.deletion_date AS DATE) < CAST(:deletedSince AS DATE) THEN 1 ELSE 0 END = 0
    GROUP BY q.server_id
) AS r ON r.server_id = h.server_id
WHERE h.computer_type <> 0
    AND c.id IN (SELECT m.computer_id FROM ilmt_group_computers AS m WHERE m.computer_group_id = CAST(:computerGroup AS BIGINT))
ORDER BY c.id
