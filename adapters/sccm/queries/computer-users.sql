-- Users of devices: primary users, users of the console with their minutes, the top user, and who logged on last.
-- Whom a device was assigned to is business data, and not read here.
-- parameters: collection
-- related: ResourceID device in order, UserName user
-- personal: UserName account, UserDomain domain
-- plain: Relation, ResourceID, TotalUserConsoleMinutes0, NumberOfConsoleLogons0, LastUse, LastHWScan
-- reads: v_R_System or v_R_System_Valid (ResourceID int, Netbios_Name0? -> none, Name0? -> none, SMBIOS_GUID0? -> none, SMS_Unique_Identifier0? -> none)
-- reads: v_R_System (Obsolete0? int -> none, Decommissioned0? int -> none, Client0? int -> none)
-- reads: v_GS_WORKSTATION_STATUS? (ResourceID int, LastHWScan? datetime)
-- reads: v_GS_COMPUTER_SYSTEM_PRODUCT? (ResourceID int, UUID0? -> none, GroupID? int -> none, RevisionID? int -> none)
-- reads: v_FullCollectionMembership? (ResourceID int, CollectionID)
-- adds: v_UserMachineRelationship (MachineResourceID int, UniqueUserName, RelationActive? int)
-- adds: v_GS_SYSTEM_CONSOLE_USER (ResourceID int, SystemConsoleUser0, TotalUserConsoleMinutes0? bigint)
-- adds: v_GS_SYSTEM_CONSOLE_USER (GroupID? int, RevisionID? int, NumberOfConsoleLogons0? bigint, LastConsoleUse0? datetime -> LastUse)
-- adds: v_GS_SYSTEM_CONSOLE_USAGE or v_GS_SYSTEM_CONSOLE_USAGE_MAXGROUP (ResourceID int, TopConsoleUser0?, GroupID? int, RevisionID? int)
-- reads: v_R_System (User_Name0?, User_Domain0?, Last_Logon_Timestamp0? datetime -> LastUse)
SELECT
    x.ResourceID,
    x.Relation,
    x.UserName,
    x.UserDomain,
    x.TotalUserConsoleMinutes0,
    x.NumberOfConsoleLogons0,
    x.LastUse,
    d.LastHWScan
FROM (
    SELECT
        p.MachineResourceID AS ResourceID, 'primary' AS Relation, p.UniqueUserName AS UserName,
        CAST(NULL AS nvarchar(256)) AS UserDomain, CAST(NULL AS bigint) AS TotalUserConsoleMinutes0,
        CAST(NULL AS bigint) AS NumberOfConsoleLogons0, CAST(NULL AS datetime) AS LastUse
    FROM v_UserMachineRelationship AS p
    WHERE p.RelationActive = 1
    UNION ALL
    SELECT
        c.ResourceID, 'console', c.SystemConsoleUser0, CAST(NULL AS nvarchar(256)), c.TotalUserConsoleMinutes0,
        c.NumberOfConsoleLogons0, c.LastConsoleUse0
    FROM (
        SELECT
            cx.ResourceID, cx.GroupID, cx.SystemConsoleUser0, cx.TotalUserConsoleMinutes0, cx.NumberOfConsoleLogons0, cx.LastConsoleUse0,
            ROW_NUMBER() OVER (PARTITION BY cx.ResourceID, cx.GroupID ORDER BY COALESCE(cx.RevisionID, 0) DESC) AS Place
        FROM v_GS_SYSTEM_CONSOLE_USER AS cx
    ) AS c
    WHERE c.Place = 1 OR c.GroupID IS NULL
    UNION ALL
    SELECT
        t.ResourceID, 'calculated', t.TopConsoleUser0, CAST(NULL AS nvarchar(256)), CAST(NULL AS bigint), CAST(NULL AS bigint),
        CAST(NULL AS datetime)
    FROM (
        SELECT
            tx.ResourceID, tx.TopConsoleUser0,
            ROW_NUMBER() OVER (
                PARTITION BY tx.ResourceID ORDER BY COALESCE(tx.RevisionID, 0) DESC, COALESCE(tx.GroupID, 0) DESC
            ) AS Place
        FROM v_GS_SYSTEM_CONSOLE_USAGE AS tx
    ) AS t
    WHERE t.Place = 1
    UNION ALL
    SELECT
        s.ResourceID, 'lastLoggedOn', s.User_Name0, s.User_Domain0, CAST(NULL AS bigint), CAST(NULL AS bigint), s.Last_Logon_Timestamp0
    FROM v_R_System AS s
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
WHERE x.UserName IS NOT NULL AND x.UserName <> ''
ORDER BY x.ResourceID, x.Relation, x.UserName
