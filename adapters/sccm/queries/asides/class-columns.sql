-- What the attributes of inventory classes are called, by the columns that show them.
-- reads: v_GroupMap (GroupID int, InvClassName)
-- reads: v_GroupAttributeMap (GroupID int, AttributeName, ColumnName)
SELECT
    g.InvClassName,
    a.AttributeName,
    a.ColumnName
FROM v_GroupMap AS g
INNER JOIN v_GroupAttributeMap AS a ON a.GroupID = g.GroupID
