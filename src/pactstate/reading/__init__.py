"""From bytes to the domain: text, tree with positions, wire model, agreement. Faults become findings on the way."""
