"""From one unit's facts to its scorecard: leaves, roll-up, vetoes, bounds."""
