"""What the laboratory's page is given: its levers with their works, and the draws that run while a lever moves."""
