-- Virtual machines as they see themselves, one row a guest, with the name of the host where the guest is told it.
-- key: ResourceID, immutable
-- bookmark: scans ResourceID
-- parameters: collection
-- related: ResourceID device in order
-- personal: Netbios_Name0 name, Name0 name, Virtual_Machine_Host_Name0 name, SMBIOS_GUID0 uuid, UUID0 uuid
-- personal: PhysicalHostName0 name, PhysicalHostNameFullyQualified0 name
-- plain: Manufacturer0, Model0, ResourceID, Is_Virtual_Machine0, Cores, TotalPhysicalMemory0, LastHWScan
-- reads: v_R_System or v_R_System_Valid (ResourceID int, Netbios_Name0? -> none, Name0? -> none, SMBIOS_GUID0? -> none, SMS_Unique_Identifier0? -> none)
-- reads: v_R_System (Obsolete0? int -> none, Decommissioned0? int -> none, Client0? int -> none)
-- reads: v_GS_WORKSTATION_STATUS? (ResourceID int, LastHWScan? datetime)
-- reads: v_GS_COMPUTER_SYSTEM_PRODUCT? (ResourceID int, UUID0? -> none, GroupID? int -> none, RevisionID? int -> none)
-- reads: v_FullCollectionMembership? (ResourceID int, CollectionID)
-- reads: v_R_System (Netbios_Name0?, Name0?, SMBIOS_GUID0?, Is_Virtual_Machine0? int, Virtual_Machine_Host_Name0?)
-- reads: v_GS_COMPUTER_SYSTEM? (ResourceID int, GroupID? int, RevisionID? int, Manufacturer0?, Model0?)
-- reads: v_GS_VIRTUAL_MACHINE? (ResourceID int, PhysicalHostName0?, PhysicalHostNameFullyQualified0?)
-- reads: v_GS_VIRTUAL_MACHINE_64 or v_GS_VIRTUAL_MACHINE640? (ResourceID int, PhysicalHostName0?, PhysicalHostNameFullyQualified0?)
-- reads: v_GS_PROCESSOR? (ResourceID int, GroupID? int, RevisionID? int, NumberOfCores0? int -> Cores)
-- reads: v_GS_X86_PC_MEMORY? (ResourceID int, GroupID? int, RevisionID? int, TotalPhysicalMemory0? bigint)
-- reads: v_GS_COMPUTER_SYSTEM_PRODUCT? (UUID0?)
SELECT
    s.ResourceID,
    s.Netbios_Name0,
    s.Name0,
    CAST(s.Is_Virtual_Machine0 AS int) AS Is_Virtual_Machine0,
    s.Virtual_Machine_Host_Name0,
    s.SMBIOS_GUID0,
    p.UUID0,
    v.PhysicalHostName0,
    v.PhysicalHostNameFullyQualified0,
    c.Manufacturer0,
    c.Model0,
    u.Cores,
    m.TotalPhysicalMemory0,
    d.LastHWScan
FROM v_R_System AS s
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
) AS d ON d.ResourceID = s.ResourceID AND d.LeftOut IS NULL
LEFT JOIN (
    SELECT
        cx.ResourceID, cx.Manufacturer0, cx.Model0,
        ROW_NUMBER() OVER (
            PARTITION BY cx.ResourceID
            ORDER BY COALESCE(cx.RevisionID, 0) DESC, COALESCE(cx.GroupID, 0) DESC
        ) AS Place
    FROM v_GS_COMPUTER_SYSTEM AS cx
) AS c ON c.ResourceID = s.ResourceID AND c.Place = 1
LEFT JOIN (
    SELECT
        px.ResourceID, px.UUID0,
        ROW_NUMBER() OVER (
            PARTITION BY px.ResourceID
            ORDER BY COALESCE(px.RevisionID, 0) DESC, COALESCE(px.GroupID, 0) DESC
        ) AS Place
    FROM v_GS_COMPUTER_SYSTEM_PRODUCT AS px
) AS p ON p.ResourceID = s.ResourceID AND p.Place = 1
LEFT JOIN (
    SELECT
        mx.ResourceID, mx.TotalPhysicalMemory0,
        ROW_NUMBER() OVER (
            PARTITION BY mx.ResourceID
            ORDER BY COALESCE(mx.RevisionID, 0) DESC, COALESCE(mx.GroupID, 0) DESC
        ) AS Place
    FROM v_GS_X86_PC_MEMORY AS mx
) AS m ON m.ResourceID = s.ResourceID AND m.Place = 1
LEFT JOIN (
    SELECT
        ux.ResourceID, CASE WHEN COUNT(*) = COUNT(ux.NumberOfCores0) THEN SUM(ux.NumberOfCores0) END AS Cores
    FROM (
        SELECT
            uy.ResourceID, uy.GroupID, uy.NumberOfCores0,
            ROW_NUMBER() OVER (PARTITION BY uy.ResourceID, uy.GroupID ORDER BY COALESCE(uy.RevisionID, 0) DESC) AS Place
        FROM v_GS_PROCESSOR AS uy
    ) AS ux
    WHERE ux.Place = 1 OR ux.GroupID IS NULL
    GROUP BY ux.ResourceID
) AS u ON u.ResourceID = s.ResourceID
LEFT JOIN (
    SELECT
        vx.ResourceID, MAX(vx.PhysicalHostName0) AS PhysicalHostName0,
        MAX(vx.PhysicalHostNameFullyQualified0) AS PhysicalHostNameFullyQualified0
    FROM (
        SELECT va.ResourceID, va.PhysicalHostName0, va.PhysicalHostNameFullyQualified0 FROM v_GS_VIRTUAL_MACHINE AS va
        UNION ALL
        SELECT vb.ResourceID, vb.PhysicalHostName0, vb.PhysicalHostNameFullyQualified0 FROM v_GS_VIRTUAL_MACHINE_64 AS vb
    ) AS vx
    GROUP BY vx.ResourceID
) AS v ON v.ResourceID = s.ResourceID
WHERE s.Is_Virtual_Machine0 = 1
    OR v.PhysicalHostName0 IS NOT NULL
    OR s.Virtual_Machine_Host_Name0 IS NOT NULL
    OR c.Model0 IN ('Virtual Machine', 'VirtualBox', 'KVM', 'HVM domU', 'AHV', 'RHEV Hypervisor', 'Google Compute Engine')
    OR c.Model0 LIKE 'VMware%'
    OR c.Manufacturer0 IN ('VMware, Inc.', 'QEMU', 'Xen', 'Nutanix', 'innotek GmbH', 'Parallels Software International Inc.')
ORDER BY s.ResourceID
