-- The inventory classes of the site, as its console calls them.
-- reads: v_GroupMap (InvClassName, DisplayName?, MIFClass?)
SELECT
    g.InvClassName,
    g.DisplayName,
    g.MIFClass
FROM v_GroupMap AS g
