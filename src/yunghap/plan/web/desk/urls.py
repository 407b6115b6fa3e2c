"""Addresses of the desk, under /desk/."""

from django.urls import path

from . import actuals, amendments, board, editions, numbers, review, submissions

urlpatterns = [
    path("", board.desk, name="desk"),
    path("begin/", board.begin, name="desk_begin"),
    path("submissions/<str:id>/", submissions.submission, name="desk_submission"),
    path("submissions/<str:id>/rows/", submissions.new_row, name="desk_new_row"),
    path("submissions/<str:id>/rows/<str:row>/", submissions.row, name="desk_row"),
    path("submissions/<str:id>/rows/<str:row>/delete/", submissions.delete_row, name="desk_delete_row"),
    path("submissions/<str:id>/rows/<str:row>/restore/", submissions.restore_row, name="desk_restore_row"),
    path("submissions/<str:id>/upload/", submissions.upload, name="desk_upload"),
    path("submissions/<str:id>/template/", submissions.template, name="desk_template"),
    path("submissions/<str:id>/submit/", submissions.submit, name="desk_submit"),
    path("submissions/<str:id>/withdraw/", submissions.withdraw, name="desk_withdraw"),
    path("submissions/<str:id>/review/", review.review, name="desk_review"),
    path("submissions/<str:id>/accept/", review.accept, name="desk_accept"),
    path("editions/", editions.editions, name="desk_editions"),
    path("editions/open/", editions.open_new, name="desk_open_edition"),
    path("editions/import/", editions.import_new, name="desk_import"),
    path("editions/<slug:edition>/", editions.edition, name="desk_edition"),
    path("editions/<slug:edition>/amend/", editions.amend, name="desk_amend"),
    path("editions/<slug:edition>/steps/<slug:step>/", editions.step, name="desk_step"),
    path("editions/<slug:edition>/numbers/", numbers.numbers, name="desk_numbers"),
    path("editions/<slug:edition>/numbers/<str:id>/", numbers.number, name="desk_number"),
    path("editions/<slug:edition>/numbers/<str:id>/confirm/", numbers.confirm, name="desk_confirm_number"),
    path("editions/<slug:edition>/numbers/<str:id>/reject/", numbers.reject, name="desk_reject_number"),
    path("editions/<slug:edition>/numbers/<str:id>/undo/", numbers.undo, name="desk_undo_number"),
    path("editions/<slug:edition>/numbers/<str:id>/amend/", numbers.change_value, name="desk_amend_number"),
    path("editions/<slug:edition>/targets/", actuals.targets, name="desk_targets"),
    path("editions/<slug:edition>/targets/<str:id>/bind/", actuals.bind, name="desk_bind"),
    path("editions/<slug:edition>/evidence/<str:id>/release/", actuals.release, name="desk_release"),
    path("editions/<slug:edition>/programmes/add/", amendments.add, name="desk_add_programme"),
    path("editions/<slug:edition>/programmes/drop/", amendments.drop, name="desk_drop_programme"),
    path("amendments/<str:id>/committee/", amendments.committee, name="desk_committee"),
    path("amendments/<str:id>/refer/", amendments.refer, name="desk_refer"),
    path("findings/<str:id>/waive/", editions.waive, name="desk_waive"),
    path("findings/<str:id>/reopen/", editions.unwaive, name="desk_unwaive"),
    path("actuals/", actuals.actuals, name="desk_actuals"),
    path("actuals/<slug:edition>/<str:ministry>/", actuals.report, name="desk_report"),
]
