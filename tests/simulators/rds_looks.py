# SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
# SPDX-License-Identifier: Apache-2.0
"""RDS's operations that only look, each a method of its name."""

import base64
import datetime

from clusters import utc_now
from rds_world import ApiError, REGION, arn

EVENTS_ARE_KEPT = datetime.timedelta(days=14)
OF_A_SNAPSHOT = ["AllocatedStorage", "AvailabilityZone", "Engine", "EngineVersion", "LicenseModel", "MasterUsername",
                 "StorageType", "KmsKeyId", "Iops"]


def group_members(groups):
    """Groups by RDS's parameters, as members of a DBInstance."""
    shown = {
        "VpcSecurityGroupIds": ("VpcSecurityGroups",
                                lambda ids: [{"VpcSecurityGroupId": each, "Status": "active"} for each in ids]),
        "DBParameterGroupName": ("DBParameterGroups",
                                 lambda name: [{"DBParameterGroupName": name, "ParameterApplyStatus": "in-sync"}]),
        "DBSubnetGroupName": ("DBSubnetGroup", subnet_group),
        "OptionGroupName": ("OptionGroupMemberships", lambda name: [{"OptionGroupName": name, "Status": "in-sync"}]),
    }
    return {shown[key][0]: shown[key][1](value) for key, value in groups.items()}


def subnet_group(name):
    zones = [{"SubnetIdentifier": f"subnet-{name}-{zone}", "SubnetAvailabilityZone": {"Name": REGION + zone},
              "SubnetStatus": "Active"} for zone in "ab"]
    return {"DBSubnetGroupName": name, "DBSubnetGroupDescription": name, "VpcId": "vpc-0simulator", "SubnetGroupStatus": "Complete",
            "Subnets": zones, "DBSubnetGroupArn": arn("subgrp", name)}


def tag_list(tags):
    return [{"Key": key, "Value": value} for key, value in tags.items()]


def filters_of(p, known):
    """Filter name → values; only names that AWS knows for this operation."""
    found = {each["Name"]: each["Values"] for each in p.get("Filters", [])}
    for name in found:
        if name not in known:
            raise ApiError(400, "InvalidParameterValue", f"Unrecognized filter name: {name}")
    return found


class Looks:
    """Needs `self.world`."""

    def page(self, things, key, p):
        """One page of things in the order of their keys, and the marker of the next; a page may be short for no reason."""
        size = p.get("MaxRecords", 100)
        if not 20 <= size <= 100:
            raise ApiError(400, "InvalidParameterValue", f"Invalid value {size} for MaxRecords. Must be between 20 and 100")
        ordered = sorted(things, key=key)
        if p.get("Marker"):
            try:
                last = base64.urlsafe_b64decode(p["Marker"]).decode()
            except ValueError:
                raise ApiError(400, "InvalidParameterValue", "Invalid marker") from None
            ordered = [each for each in ordered if key(each) > last]
        if self.world.options["partial"]:
            size = max(1, size // 3)
        more = len(ordered) > size
        marker = base64.urlsafe_b64encode(key(ordered[size - 1]).encode()).decode() if more else None
        return ordered[:size], marker

    # --- Instances

    def DescribeDBInstances(self, p):
        found = self.world.visible(self.world.instances)
        filters = filters_of(p, {"db-instance-id", "dbi-resource-id", "db-cluster-id", "engine", "domain"})
        if "DBInstanceIdentifier" in p:
            wanted = self.world.instance(p["DBInstanceIdentifier"])
            if wanted not in found:
                raise ApiError(404, "DBInstanceNotFound", f"DBInstance {wanted.name} not found.")
            found = [wanted]
        if "dbi-resource-id" in filters:
            found = [each for each in found if each.resource_id in filters["dbi-resource-id"]]
        if "db-instance-id" in filters:
            names = {name.removeprefix(arn("db", "")) for name in filters["db-instance-id"]}
            found = [each for each in found if each.name in names and each.status != "renaming"]
        if "engine" in filters:
            found = [each for each in found if each.settings["Engine"] in filters["engine"]]
        if "db-cluster-id" in filters or "domain" in filters:
            found = []
        shown, marker = self.page(found, lambda each: each.name, p)
        return {"DBInstances": [self.instance_member(each) for each in shown], "Marker": marker}

    def instance_member(self, instance):
        """As AWS's DBInstance."""
        _, latest = self.world.window(instance.automated) if instance.automated else (None, None)
        port = instance.cluster.port if instance.cluster else None
        return {**instance.settings, "DBInstanceIdentifier": instance.name, "DbiResourceId": instance.resource_id,
                "DBInstanceArn": instance.arn, "DBInstanceStatus": instance.status, "InstanceCreateTime": instance.created,
                "Endpoint": {"Address": instance.cluster.host, "Port": port, "HostedZoneId": "Z1RLNUO7B9Q6NB"} if port else None,
                "DbInstancePort": 0, "LatestRestorableTime": latest, "PendingModifiedValues": dict(instance.pending),
                "TagList": tag_list(instance.tags), "MasterUserSecret": instance.secret,
                "EnabledCloudwatchLogsExports": instance.settings["EnabledCloudwatchLogsExports"]}

    # --- Snapshots

    def DescribeDBSnapshots(self, p):
        filters = filters_of(p, {"db-instance-id", "db-snapshot-id", "dbi-resource-id", "snapshot-type", "engine"})
        found = list(self.world.snapshots.values())
        if "DBSnapshotIdentifier" in p:
            wanted = self.world.snapshot(p["DBSnapshotIdentifier"])
            if wanted.type == "automated" and p.get("SnapshotType") != "automated":
                raise ApiError(404, "DBSnapshotNotFound", f"DBSnapshot {wanted.name} not found.")
            found = [wanted]
        kinds = filters.get("snapshot-type") or ([p["SnapshotType"]] if "SnapshotType" in p else ["automated", "manual", "awsbackup"])
        wishes = [("type", kinds), ("instance_name", filters.get("db-instance-id")), ("resource_id", filters.get("dbi-resource-id")),
                  ("name", filters.get("db-snapshot-id")), ("resource_id", p.get("DbiResourceId") and [p["DbiResourceId"]]),
                  ("instance_name", p.get("DBInstanceIdentifier") and [p["DBInstanceIdentifier"].lower()])]
        for attribute, allowed in wishes:
            if allowed is not None:
                found = [each for each in found if getattr(each, attribute) in allowed]
        if "engine" in filters:
            found = [each for each in found if each.settings["Engine"] in filters["engine"]]
        shown, marker = self.page(self.world.visible(found), lambda each: each.name, p)
        return {"DBSnapshots": [self.snapshot_member(each) for each in shown], "Marker": marker}

    def snapshot_member(self, snapshot):
        """As AWS's DBSnapshot."""
        return {**{key: snapshot.settings.get(key) for key in OF_A_SNAPSHOT}, "DBSnapshotIdentifier": snapshot.name,
                "DBInstanceIdentifier": snapshot.instance_name, "DbiResourceId": snapshot.resource_id, "Status": snapshot.status,
                "SnapshotType": snapshot.type, "SnapshotCreateTime": snapshot.created,
                "OriginalSnapshotCreateTime": snapshot.created, "PercentProgress": self._percent(snapshot),
                "SnapshotDatabaseTime": snapshot.backup.contains if snapshot.backup and snapshot.status != "creating" else None,
                "Encrypted": snapshot.settings["StorageEncrypted"], "DBSnapshotArn": snapshot.arn, "Port": 5432,
                "VpcId": "vpc-0simulator", "InstanceCreateTime": snapshot.instance_created, "TagList": tag_list(snapshot.tags),
                "IAMDatabaseAuthenticationEnabled": snapshot.settings["IAMDatabaseAuthenticationEnabled"],
                "OptionGroupName": snapshot.settings["OptionGroupMemberships"][0]["OptionGroupName"], "SnapshotTarget": "region"}

    def _percent(self, snapshot):
        return 100 if snapshot.status != "creating" else min(99, int((self.world.clock.now() - snapshot.began) / 240 * 100))

    # --- Automated backups

    def DescribeDBInstanceAutomatedBackups(self, p):
        filters = filters_of(p, {"status", "db-instance-id", "dbi-resource-id"})
        found = list(self.world.automated)
        if "DBInstanceAutomatedBackupsArn" in p:
            found = [each for each in found if arn("auto-backup", each.id) == p["DBInstanceAutomatedBackupsArn"]]
        resources = filters.get("dbi-resource-id") or ([p["DbiResourceId"]] if "DbiResourceId" in p else None)
        names = filters.get("db-instance-id") or ([p["DBInstanceIdentifier"].lower()] if "DBInstanceIdentifier" in p else None)
        if resources is not None:
            found = [each for each in found if each.instance.resource_id in resources]
        if names is not None:
            found = [each for each in found if each.instance.name in names]
        if "status" in filters:
            found = [each for each in found if ("retained" if each.retained else "active") in filters["status"]]
        shown, marker = self.page(found, lambda each: each.id, p)
        return {"DBInstanceAutomatedBackups": [self._automated_member(each) for each in shown], "Marker": marker}

    def _automated_member(self, automated):
        earliest, latest = self.world.window(automated)
        instance = automated.instance
        kept = ["AllocatedStorage", "AvailabilityZone", "MasterUsername", "Engine", "EngineVersion", "LicenseModel", "StorageType",
                "KmsKeyId", "IAMDatabaseAuthenticationEnabled"]
        return {**{key: instance.settings.get(key) for key in kept}, "DBInstanceArn": instance.arn, "Region": REGION, "Port": 5432,
                "DbiResourceId": instance.resource_id, "DBInstanceIdentifier": instance.name,
                "RestoreWindow": {"EarliestTime": earliest, "LatestTime": latest},
                "Status": "retained" if automated.retained else "active", "VpcId": "vpc-0simulator",
                "InstanceCreateTime": instance.created, "Encrypted": instance.settings["StorageEncrypted"],
                "BackupRetentionPeriod": automated.retention if automated.retained else instance.settings["BackupRetentionPeriod"],
                "DBInstanceAutomatedBackupsArn": arn("auto-backup", automated.id), "BackupTarget": "region"}

    # --- The rest

    def DescribeDBClusters(self, p):
        if "DBClusterIdentifier" in p:
            raise ApiError(404, "DBClusterNotFoundFault", f"DBCluster {p['DBClusterIdentifier']} not found.")
        return {"DBClusters": []}

    def DescribeDBClusterSnapshots(self, p):
        if "DBClusterSnapshotIdentifier" in p:
            raise ApiError(404, "DBClusterSnapshotNotFoundFault", f"{p['DBClusterSnapshotIdentifier']} not found.")
        return {"DBClusterSnapshots": []}

    def DescribeEvents(self, p):
        if ("SourceIdentifier" in p) and ("SourceType" not in p):
            raise ApiError(400, "InvalidParameterCombination", "SourceType is required with SourceIdentifier.")
        until = p.get("EndTime", utc_now())
        since = p.get("StartTime", until - datetime.timedelta(minutes=p.get("Duration", 60)))
        if since < utc_now() - EVENTS_ARE_KEPT:
            raise ApiError(400, "InvalidParameterValue", "Events are kept for 14 days.")
        found = [(index, each) for index, each in enumerate(self.world.events) if since <= each["Date"] <= until]
        for name in ("SourceIdentifier", "SourceType"):
            found = [(index, each) for index, each in found if p.get(name) in (None, each[name])]
        wanted = set(p.get("EventCategories", []))
        found = [(index, each) for index, each in found if not wanted or wanted & set(each["EventCategories"])]
        shown, marker = self.page(found, lambda each: f"{each[0]:09}", p)
        return {"Events": [each for _, each in shown], "Marker": marker}

    def DescribeDBSubnetGroups(self, p):
        names = [p["DBSubnetGroupName"]] if "DBSubnetGroupName" in p else ["default", "shuttler-private"]
        if not set(names) <= {"default", "shuttler-private"}:
            raise ApiError(404, "DBSubnetGroupNotFoundFault", f"DB subnet group '{names[0]}' does not exist.")
        return {"DBSubnetGroups": [subnet_group(name) for name in names]}

    def DescribeDBParameterGroups(self, p):
        names = [p["DBParameterGroupName"]] if "DBParameterGroupName" in p else ["default.postgres15", "shuttler-pg15"]
        if not set(names) <= {"default.postgres15", "shuttler-pg15"}:
            raise ApiError(404, "DBParameterGroupNotFound", f"DBParameterGroup not found: {names[0]}")
        return {"DBParameterGroups": [{"DBParameterGroupName": name, "DBParameterGroupFamily": "postgres15", "Description": name,
                                       "DBParameterGroupArn": arn("pg", name)} for name in names]}

    def ListTagsForResource(self, p):
        return {"TagList": tag_list(self.world.resource(p["ResourceName"]).tags)}
