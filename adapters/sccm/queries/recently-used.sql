-- Programs that clients report as used lately, with their user, the number of starts and the last one.
-- bookmark: scans ResourceID
-- parameters: collection
-- related: ResourceID device in order, LastUserName0 user
-- personal: LastUserName0 account
-- plain: ExplorerFileName0, FileVersion0, FolderPath0, ProductName0, ProductVersion0, CompanyName0, ResourceID, LaunchCount0
-- plain: LastUsedTime0
-- reads: v_R_System or v_R_System_Valid (ResourceID int, Netbios_Name0? -> none, Name0? -> none, SMBIOS_GUID0? -> none, SMS_Unique_Identifier0? -> none)
-- reads: v_R_System (Obsolete0? int -> none, Decommissioned0? int -> none, Client0? int -> none)
-- reads: v_GS_WORKSTATION_STATUS? (ResourceID int, LastHWScan? datetime)
-- reads: v_GS_COMPUTER_SYSTEM_PRODUCT? (ResourceID int, UUID0? -> none, GroupID? int -> none, RevisionID? int -> none)
-- reads: v_FullCollectionMembership? (ResourceID int, CollectionID)
-- reads: v_GS_CCM_RECENTLY_USED_APPS (ResourceID int, ExplorerFileName0, FileVersion0?, FolderPath0?, ProductName0?, ProductVersion0?)
-- reads: v_GS_CCM_RECENTLY_USED_APPS (GroupID? int, RevisionID? int, CompanyName0?, LaunchCount0? bigint, LastUsedTime0? datetime, LastUserName0?)
SELECT
    x.ResourceID,
    x.ExplorerFileName0,
    x.FileVersion0,
    x.FolderPath0,
    x.ProductName0,
    x.ProductVersion0,
    x.CompanyName0,
    x.LaunchCount0,
    x.LastUsedTime0,
    x.LastUserName0
FROM (
    SELECT
        g.ResourceID, g.GroupID, g.ExplorerFileName0, g.FileVersion0, g.FolderPath0, g.ProductName0, g.ProductVersion0, g.CompanyName0,
        g.LaunchCount0, g.LastUsedTime0, g.LastUserName0,
        ROW_NUMBER() OVER (PARTITION BY g.ResourceID, g.GroupID ORDER BY COALESCE(g.RevisionID, 0) DESC) AS Place
    FROM v_GS_CCM_RECENTLY_USED_APPS AS g
) AS x
INNER JOIN (
    -- The devices of the collection, each with the reason why it is left out; the same lines in every query.
    SELECT r.ResourceID, r.LastHWScan, CASE WHEN r.State IS NULL AND r.Place > 1 THEN 'replaced' ELSE r.State END AS LeftOut
    FROM (
        -- A machine that was installed again has a new ResourceID, and both stay for weeks: the newest scan counts.
        SELECT
            q.ResourceID, q.LastHWScan, q.State,
            ROW_NUMBER() OVER (
                PARTITION BY q.State, q.Uuid, q.Name, CASE WHEN q.Uuid IS NULL OR q.Name IS NULL THEN q.ResourceID END
                ORDER BY CASE WHEN q.LastHWScan IS NULL THEN 1 ELSE 0 END, q.LastHWScan DESC, q.ResourceID DESC
            ) AS Place
        FROM (
            SELECT
                y.ResourceID, w.LastHWScan, UPPER(COALESCE(y.Netbios_Name0, y.Name0)) AS Name,
                CASE
                    WHEN UPPER(COALESCE(u.UUID0, y.SMBIOS_GUID0)) IN (
                        '', '00000000-0000-0000-0000-000000000000', 'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF',
                        '03000200-0400-0500-0006-000700080009', '00020003-0004-0005-0006-000700080009'
                    ) THEN NULL
                    ELSE UPPER(COALESCE(u.UUID0, y.SMBIOS_GUID0))
                END AS Uuid,
                CASE
                    WHEN y.Obsolete0 = 1 THEN 'obsolete'
                    WHEN y.Decommissioned0 = 1 THEN 'decommissioned'
                    WHEN y.Client0 = 0 THEN 'no client'
                    WHEN y.Client0 IS NULL AND y.SMS_Unique_Identifier0 IS NULL AND w.LastHWScan IS NULL THEN 'no client'
                END AS State
            FROM v_R_System AS y
            LEFT JOIN (
                SELECT h.ResourceID, MAX(h.LastHWScan) AS LastHWScan FROM v_GS_WORKSTATION_STATUS AS h GROUP BY h.ResourceID
            ) AS w ON w.ResourceID = y.ResourceID
            LEFT JOIN (
                SELECT
                    p.ResourceID, p.UUID0,
                    ROW_NUMBER() OVER (
                        PARTITION BY p.ResourceID ORDER BY COALESCE(p.RevisionID, 0) DESC, COALESCE(p.GroupID, 0) DESC
                    ) AS Place
                FROM v_GS_COMPUTER_SYSTEM_PRODUCT AS p
            ) AS u ON u.ResourceID = y.ResourceID AND u.Place = 1
        ) AS q
    ) AS r
    CROSS JOIN (SELECT CAST(@collection AS nvarchar(8)) AS CollectionID) AS z
    WHERE z.CollectionID = 'SMS00001'
        OR EXISTS (
            SELECT 1 FROM v_FullCollectionMembership AS m
            WHERE m.ResourceID = r.ResourceID AND m.CollectionID = z.CollectionID
        )
) AS d ON d.ResourceID = x.ResourceID AND d.LeftOut IS NULL
WHERE x.Place = 1 OR x.GroupID IS NULL
-- Of lines that become one record the first stays.
ORDER BY x.ResourceID, x.ExplorerFileName0, x.LastUsedTime0 DESC, x.FolderPath0
