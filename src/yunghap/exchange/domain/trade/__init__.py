"""Trade: accounts, quotes, orders, invoices, payments, vouchers."""
