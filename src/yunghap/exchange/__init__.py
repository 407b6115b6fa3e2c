"""Industrial Data-X: federated catalogue, contracts that machines negotiate, transfer, trade."""
