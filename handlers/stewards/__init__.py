"""Who answers for a building: residents ask, stewards join, the office keeps the list."""
