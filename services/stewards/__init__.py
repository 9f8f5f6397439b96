"""Who answers for an area (网格员, 楼栋长, 物业 …): who they are, what they may, who says so."""
