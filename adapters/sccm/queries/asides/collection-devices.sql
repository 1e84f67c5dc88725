-- The devices of the collection. Members can be users, too.
-- parameters: collection
-- reads: v_R_System or v_R_System_Valid (ResourceID int)
-- reads: v_FullCollectionMembership (ResourceID int, CollectionID)
SELECT
    m.ResourceID
FROM v_FullCollectionMembership AS m
INNER JOIN v_R_System AS s ON s.ResourceID = m.ResourceID
WHERE m.CollectionID = @collection
