-- Shared pools of processors, as the partitions of the computer group state them: one row a server, pool and number of cores, the
-- highest first.
-- parameters: computerGroup, deletedSince
-- related: server_id server
-- personal: server_name name
-- plain: server_id, shared_pool_id, no_processors_shared_pool, no_processors_pshared_pool, physical_id
-- reads: ilmt_computers (id int -> none, is_deleted int -> none, deletion_date datetime -> none)
-- reads: ilmt_group_computers (computer_id int -> none, computer_group_id int -> none)
-- reads: ilmt_computer_hardware (computer_id int -> none, computer_type int -> none, server_id int, valid_to? datetime -> none, shared_pool_id varchar(64))
-- reads: ilmt_computer_hardware (no_processors_shared_pool? int, no_processors_pshared_pool? int)
-- reads: ilmt_servers (id int -> none, name? varchar(256) -> server_name)
SELECT
    h.server_id,
    s.name AS server_name,
    h.shared_pool_id,
    h.no_processors_shared_pool,
    h.no_processors_pshared_pool,
    r.physical_id
FROM ilmt_computers AS c
JOIN (
    SELECT w.computer_id, w.server_id, w.shared_pool_id, w.no_processors_shared_pool, w.no_processors_pshared_pool,
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
WHERE h.shared_pool_id IS NOT NULL
    AND c.id IN (SELECT m.computer_id FROM ilmt_group_computers AS m WHERE m.computer_group_id = CAST(:computerGroup AS BIGINT))
    AND CASE WHEN CAST(c.is_deleted AS INTEGER) <> 0 AND CAST(c.deletion_date AS DATE) < CAST(:deletedSince AS DATE) THEN 1 ELSE 0 END = 0
GROUP BY h.server_id, s.name, h.shared_pool_id, h.no_processors_shared_pool, h.no_processors_pshared_pool, r.physical_id
ORDER BY h.server_id, h.shared_pool_id, COALESCE(h.no_processors_shared_pool, 0) DESC, COALESCE(h.no_processors_pshared_pool, 0) DESC
