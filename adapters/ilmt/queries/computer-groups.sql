-- The computer groups, one row each.
-- personal: name text
-- plain: id
-- reads: ilmt_computer_groups (id int, name? varchar(256))
SELECT
    g.id,
    g.name
FROM ilmt_computer_groups AS g
ORDER BY g.id
