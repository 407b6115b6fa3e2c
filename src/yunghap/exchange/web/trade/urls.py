"""Addresses of trade."""

from django.urls import path

from . import accounts, invoices, orders, prices, programmes, quotes, vouchers

urlpatterns = [
    path("trade/orders/", orders.order_list, name="orders"),
    path("trade/orders.csv", orders.order_file, name="orders_file"),
    path("trade/orders/<str:id>/", orders.order, name="order"),
    path("trade/orders/<str:id>/steps/<slug:name>/", orders.step, name="order_step"),
    path("trade/orders/<str:id>/cancel/", orders.cancel, name="cancel_order"),
    path("trade/orders/<str:id>/use/", orders.report, name="report_usage"),
    path("trade/orders/<str:id>/invoices/", orders.invoice, name="issue_invoice"),
    path("trade/offers/<str:offer>/order/", orders.place, name="place_order"),
    path("trade/offers/<str:offer>/quote/", quotes.ask, name="ask_quote"),
    path(
        "trade/agreements/<str:agreement>/order/", orders.place_under_agreement, name="order_under_agreement"
    ),
    path("trade/findings/<str:finding>/waive/", orders.waive, name="waive_finding"),
    path("trade/quotes/", quotes.quote_list, name="quotes"),
    path("trade/quotes/<str:id>/", quotes.quote, name="quote"),
    path("trade/quotes/<str:id>/decline/", quotes.decline, name="decline_quote"),
    path("trade/invoices/<str:id>/", invoices.invoice, name="invoice"),
    path("trade/invoices/<str:id>.pdf", invoices.invoice_file, name="invoice_file"),
    path("trade/invoices/<str:id>/payments/", invoices.pay, name="record_payment"),
    path("trade/invoices/<str:id>/credit/", invoices.credit, name="credit_invoice"),
    path("trade/payments/<str:payment>/refund/", invoices.refund, name="refund_payment"),
    path("trade/payments/<str:payment>/payout/", invoices.pay_out, name="record_payout"),
    path("trade/accounts/", accounts.account_list, name="accounts"),
    path("trade/accounts/<str:id>/", accounts.account, name="account"),
    path("trade/accounts/<str:id>/statement.<str:form>", accounts.account_file, name="account_file"),
    path("trade/vouchers/", vouchers.voucher_list, name="vouchers"),
    path("trade/vouchers.csv", vouchers.voucher_file, name="vouchers_file"),
    path("trade/vouchers/new/", vouchers.propose, name="propose_voucher"),
    path("trade/vouchers/<str:id>/", vouchers.voucher, name="voucher"),
    path("trade/vouchers/<str:id>/sign/<str:party>/", vouchers.sign, name="sign_voucher"),
    path("trade/vouchers/<str:id>/agreement.json", vouchers.agreement_file, name="voucher_agreement"),
    path("trade/vouchers/<str:id>/settle/", vouchers.settle, name="settle_voucher"),
    path("trade/vouchers/<str:id>/cancel/", vouchers.cancel, name="cancel_voucher"),
    path("trade/voucher-programmes/", programmes.programme_list, name="voucher_programmes"),
    path("trade/voucher-programmes/new/", programmes.open_programme, name="open_voucher_programme"),
    path("trade/voucher-programmes/<str:id>/", programmes.programme, name="voucher_programme"),
    path(
        "trade/voucher-programmes/<str:id>/vouchers.csv",
        programmes.programme_file,
        name="voucher_programme_file",
    ),
    path("trade/voucher-programmes/<str:id>/apply/", programmes.apply, name="apply_as_supplier"),
    path("trade/suppliers/<str:supplier>/", programmes.settle, name="settle_supplier"),
    path("prices/<slug:slug>/", prices.prices, name="prices"),
]
