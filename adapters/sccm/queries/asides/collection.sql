-- The collection by its id, if this login may see it.
-- parameters: collection
-- reads: v_Collection (CollectionID, Name?)
SELECT
    c.CollectionID,
    c.Name
FROM v_Collection AS c
WHERE c.CollectionID = @collection
