"""Pages about contracts: mine, one negotiation, one agreement, rules of acceptance, participants."""
