-- What installers show on devices, exactly as found: programs of 32 and 64 bits, and packages of App-V. Found says which it was.
-- bookmark: scans ResourceID
-- parameters: collection
-- related: ResourceID device in order
-- plain: Found, DisplayName0, Version0, Publisher0, ProdID0, InstallDate0, ResourceID, LastHWScan
-- reads: v_R_System or v_R_System_Valid (ResourceID int, Netbios_Name0? -> none, Name0? -> none, SMBIOS_GUID0? -> none, SMS_Unique_Identifier0? -> none)
-- reads: v_R_System (Obsolete0? int -> none, Decommissioned0? int -> none, Client0? int -> none)
-- reads: v_GS_WORKSTATION_STATUS? (ResourceID int, LastHWScan? datetime)
-- reads: v_GS_COMPUTER_SYSTEM_PRODUCT? (ResourceID int, UUID0? -> none, GroupID? int -> none, RevisionID? int -> none)
-- reads: v_FullCollectionMembership? (ResourceID int, CollectionID)
-- reads: v_GS_ADD_REMOVE_PROGRAMS (ResourceID int, GroupID? int, RevisionID? int, DisplayName0, Version0?, Publisher0?, ProdID0?, InstallDate0?)
-- adds: v_GS_ADD_REMOVE_PROGRAMS_64 or v_GS_ADD_REMOVE_PROGRAMS640 (ResourceID int, GroupID? int, RevisionID? int)
-- adds: v_GS_ADD_REMOVE_PROGRAMS_64 (DisplayName0, Version0?, Publisher0?, ProdID0?, InstallDate0?)
-- reads: v_GS_VIRTUAL_APPLICATION_PACKAGES? (ResourceID int, Name0, Version0? -> Version0, GroupID? int, RevisionID? int, PackageGUID0? -> ProdID0)
-- reads: v_GS_APPV_CLIENT_PACKAGE? (ResourceID int, Name0, Version0? -> Version0, GroupID? int, RevisionID? int, PackageId0? -> ProdID0)
SELECT
    x.ResourceID,
    x.Found,
    x.DisplayName0,
    x.Version0,
    x.Publisher0,
    x.ProdID0,
    x.InstallDate0,
    d.LastHWScan
FROM (
    SELECT
        k.ResourceID, k.Found, k.DisplayName0, k.Version0, k.Publisher0, k.ProdID0, k.InstallDate0, k.GroupID, k.RevisionID,
        ROW_NUMBER() OVER (PARTITION BY k.ResourceID, k.Found, k.GroupID ORDER BY COALESCE(k.RevisionID, 0) DESC) AS Place
    FROM (
        SELECT
            a.ResourceID, 'arp32' AS Found, a.DisplayName0, a.Version0, a.Publisher0, a.ProdID0, a.InstallDate0, a.GroupID, a.RevisionID
        FROM v_GS_ADD_REMOVE_PROGRAMS AS a
        UNION ALL
        SELECT
            b.ResourceID, 'arp64', b.DisplayName0, b.Version0, b.Publisher0, b.ProdID0, b.InstallDate0, b.GroupID, b.RevisionID
        FROM v_GS_ADD_REMOVE_PROGRAMS_64 AS b
        UNION ALL
        SELECT
            v.ResourceID, 'appv4', v.Name0, v.Version0, CAST(NULL AS nvarchar(256)), v.PackageGUID0, CAST(NULL AS nvarchar(256)), v.GroupID,
            v.RevisionID
        FROM v_GS_VIRTUAL_APPLICATION_PACKAGES AS v
        UNION ALL
        SELECT
            w.ResourceID, 'appv5', w.Name0, w.Version0, CAST(NULL AS nvarchar(256)), w.PackageId0, CAST(NULL AS nvarchar(256)), w.GroupID,
            w.RevisionID
        FROM v_GS_APPV_CLIENT_PACKAGE AS w
    ) AS k
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
-- An older revision of an instance is what was there before an update.
WHERE x.Place = 1 OR x.GroupID IS NULL
ORDER BY x.ResourceID, x.Found, x.GroupID, x.RevisionID DESC
