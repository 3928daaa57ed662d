"""Who gets what on every page there is, as one table: name of the page × whoever asks → status.

200 the page, 302 led on (to the sign-in, or to the page that comes first), 403 refused with a reason, 404 there is no
such thing for them, 409 not as it stands now, 410 gone, 422 what was sent does not do. Pages are looked at; those that
are only sent to are sent an empty form. What is asked about is what the small world of tests/world.py has: a case of
Osmanthus Court that is kept from nobody, bodies and posts of its community. Where a page is about something the world
does not have, it is asked for a number no row has. A page without a line here fails, and says the line that is missing.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from tests.site.walking import ROUTES, Town, address
from tests.world import PASSWORD

from yishi.network import actions as network
from yishi.network.actors import CLOCK
from yishi.network.models import Appointment, Organisation
from yishi.people import actions as people

pytestmark = pytest.mark.django_db

WHO = (
    "anyone resident steward on_duty branch committee council hotline property department operator group member_home"
).split()

TABLE = """
page                              any res ste dut bra com cou hot pro dep ope gro mem
home                              200 200 200 200 200 200 200 200 200 200 200 200 200
cases:list                        200 200 200 200 200 200 200 200 200 200 200 200 200
cases:waiting                     200 200 200 200 200 200 200 200 200 200 200 200 200
cases:parked                      200 200 200 200 200 200 200 200 200 200 200 200 200
cases:find                        200 200 200 200 200 200 200 200 200 200 200 200 200
cases:community                   200 200 200 200 200 200 200 200 200 200 200 200 200
cases:case                        200 200 200 200 200 200 200 200 200 200 200 200 200
cases:photo                       404 404 200 200 200 200 200 200 404 404 404 404 404
cases:report                      200 200 200 200 200 200 200 200 200 200 200 200 200
cases:report_at                   200 200 200 200 200 200 200 200 200 200 200 200 200
cases:draft_photo                 404 404 404 404 404 404 404 404 404 404 404 404 404
cases:step                        410 410 410 410 410 410 410 410 410 410 410 410 410
cases:poster                      200 200 200 200 200 200 200 200 200 200 200 200 200
cases:topics                      200 200 200 200 200 200 200 200 200 200 200 200 200
cases:rates                       200 200 200 200 200 200 200 200 200 200 200 200 200
cases:doubt                       302 302 302 302 302 302 302 302 302 302 302 302 302
cases:judge                       404 404 404 404 404 404 404 404 404 404 404 404 404
cases:sms_reply                   404 404 404 404 404 404 404 404 404 404 404 404 404
cases:looks                       302 200 200 200 200 200 200 200 200 200 200 200 200
cases:offer_looks                 302 302 302 302 302 302 302 302 302 302 302 302 302
cases:look                        302 404 404 404 404 404 404 404 404 404 404 404 404
cases:helps                       302 200 200 200 200 200 200 200 200 200 200 200 200
cases:help                        302 404 404 404 404 404 404 404 404 404 404 404 404
cases:paper                       200 200 200 200 200 200 200 200 200 200 200 200 200
cases:place_qr                    200 200 200 200 200 200 200 200 200 200 200 200 200
cases:privacy                     200 200 200 200 200 200 200 200 200 200 200 200 200
cases:my_data                     302 200 200 200 200 200 200 200 200 200 200 200 200
cases:export                      302 200 200 200 200 200 200 200 200 200 200 200 200
cases:export_case                 404 404 404 404 404 404 404 404 404 404 404 404 404
cases:erase_case                  404 404 404 404 404 404 404 404 404 404 404 404 404
cases:concerns                    404 404 404 404 404 404 404 404 404 404 404 404 404
cases:follow                      200 200 200 200 200 200 200 200 200 200 200 200 200
cases:receipt                     302 302 302 302 302 302 302 302 302 302 302 302 302
cases:slip                        302 302 302 302 302 302 302 302 302 302 302 302 302
cases:confirm                     302 302 302 302 302 302 302 302 302 302 302 302 302
cases:contest                     302 302 302 302 302 302 302 302 302 302 302 302 302
cases:withdraw                    302 302 302 302 302 302 302 302 302 302 302 302 302
cases:join                        200 200 200 200 200 200 200 200 200 200 200 200 200
cases:joined                      302 302 302 302 302 302 302 302 302 302 302 302 302
cases:leave                       302 302 302 302 302 302 302 302 302 302 302 302 302
cases:split                       404 404 404 404 404 404 404 404 404 404 404 404 404
cases:settle                      404 404 404 404 404 404 404 404 404 404 404 404 404
cases:nudge                       302 302 302 302 302 302 302 302 302 302 302 302 302
cases:object_parking              302 302 302 302 302 302 302 302 302 302 302 302 302
desk:home                         302 200 200 200 200 200 200 200 200 200 200 200 200
desk:choose_post                  302 404 404 404 404 404 404 404 404 404 404 404 404
desk:limits                       302 403 403 403 403 200 403 403 403 403 200 403 403
desk:helping_skills               302 403 403 403 403 200 403 403 403 403 200 403 403
desk:change_helping_skills        302 403 403 403 403 404 403 403 403 403 404 403 403
desk:house_rules                  302 403 403 403 403 200 403 403 403 403 200 403 403
desk:confidence                   302 403 403 403 403 200 200 200 403 403 200 403 403
desk:keep_for                     302 403 403 403 403 200 403 403 403 403 200 403 403
desk:privacy_notice               302 403 403 403 403 200 403 403 403 403 200 403 403
desk:refuse_erasure               302 404 404 404 404 404 404 404 404 404 404 404 404
desk:new_request                  302 403 403 403 403 200 200 200 403 403 403 403 403
desk:data_request                 302 403 403 403 403 404 404 404 403 403 403 403 403
desk:hand_over                    302 403 403 403 403 404 404 404 403 403 403 403 403
desk:texts                        302 403 200 200 200 200 200 200 200 200 200 200 200
desk:new_text                     302 403 200 200 200 200 200 200 200 200 200 200 200
desk:text                         302 403 404 404 404 404 404 404 404 404 404 404 404
desk:retire_text                  302 403 404 404 404 404 404 404 404 404 404 404 404
desk:checklists                   302 403 200 200 200 200 200 200 200 200 200 200 200
desk:new_checklist                302 403 403 403 403 200 403 403 403 403 200 403 403
desk:checklist                    302 403 404 404 404 404 404 404 404 404 404 404 404
desk:retire_checklist             302 403 404 404 404 404 404 404 404 404 404 404 404
desk:work_slips                   302 403 200 200 200 200 200 200 200 200 200 200 200
desk:new                          302 403 200 200 200 200 200 200 403 403 403 200 200
desk:batch                        302 403 200 200 200 200 200 200 403 403 403 200 200
desk:slips                        302 403 404 404 404 404 404 404 403 403 403 404 404
desk:absence                      302 403 200 200 200 200 200 200 200 200 200 200 200
desk:end_absence                  302 404 404 404 404 404 404 404 404 404 404 404 404
desk:sheet                        302 403 403 403 403 200 403 403 403 403 403 403 403
desk:bring_in                     302 403 403 403 403 409 403 403 403 403 403 403 403
desk:drop_sheet                   302 403 403 403 403 302 403 403 403 403 403 403 403
desk:sheet_done                   302 403 403 403 403 200 403 403 403 403 403 403 403
desk:written                      302 200 200 200 200 200 200 200 200 200 200 200 200
desk:enter_slips                  302 403 403 403 200 200 200 200 403 403 403 403 403
desk:print_slips                  302 403 403 403 200 200 200 200 403 403 403 403 403
desk:bulk                         302 403 404 404 404 404 404 404 404 404 404 404 404
desk:bulk_choose                  302 403 302 302 302 302 302 302 302 302 302 302 302
desk:bulk_done                    302 302 302 302 302 302 302 302 302 302 302 302 302
desk:walk                         302 403 200 200 200 200 200 200 200 200 200 200 200
desk:change_walk                  302 403 404 404 404 404 404 404 404 404 404 404 404
desk:walk_sheet                   302 403 200 200 200 200 200 200 200 200 200 200 200
desk:filters                      302 403 200 200 200 200 200 200 200 200 200 200 200
desk:keys                         302 403 200 200 200 200 200 200 200 200 200 200 200
desk:case                         302 302 200 200 200 200 200 200 200 200 200 200 200
desk:work_slip                    302 302 200 200 200 200 200 200 200 200 200 200 200
desk:check                        302 404 404 404 404 404 404 404 404 404 404 404 404
desk:help                         302 404 404 404 404 404 404 404 404 404 404 404 404
desk:merge                        302 403 200 200 200 200 200 200 403 403 403 200 200
desk:black_out                    302 403 200 403 403 200 403 403 403 403 403 403 403
desk:photo_as_taken               302 404 200 404 404 200 404 404 404 404 404 404 404
desk:act                          302 403 200 409 409 409 409 403 403 403 403 403 403
notices:inbox                     302 200 200 200 200 200 200 200 200 200 200 200 200
notices:read_all                  302 400 400 400 400 400 400 400 400 400 400 400 400
notices:open                      302 404 404 404 404 404 404 404 404 404 404 404 404
notices:wishes                    302 200 200 200 200 200 200 200 200 200 200 200 200
notices:give_mail                 302 422 422 422 422 422 422 422 422 422 422 422 422
notices:forget_mail               302 302 302 302 302 302 302 302 302 302 302 302 302
notices:confirm_mail              302 404 404 404 404 404 404 404 404 404 404 404 404
notices:add_browser               302 422 422 422 422 422 422 422 422 422 422 422 422
notices:drop_browser              302 404 404 404 404 404 404 404 404 404 404 404 404
notices:push_key                  302 404 404 404 404 404 404 404 404 404 404 404 404
notices:stop                      404 404 404 404 404 404 404 404 404 404 404 404 404
notices:quiet_hours               302 404 404 404 404 200 404 404 404 404 200 404 404
notices:outbox                    302 404 404 404 404 404 404 404 404 404 200 404 404
notices:try_again                 302 404 404 404 404 404 404 404 404 404 400 404 404
notices:try_channel               302 404 404 404 404 404 404 404 404 404 404 404 404
meet:hall                         302 404 404 404 404 404 404 404 404 404 404 404 404
meet:open_wall                    302 404 404 404 404 404 404 404 404 404 404 404 404
meet:hall_people                  302 404 404 404 404 404 404 404 404 404 404 404 404
meet:strike                       302 404 404 404 404 404 404 404 404 404 404 404 404
meet:attendance_slip              302 404 404 404 404 404 404 404 404 404 404 404 404
meet:print_list                   302 404 404 404 404 404 404 404 404 404 404 404 404
meet:hall_door                    302 404 404 404 404 404 404 404 404 404 404 404 404
meet:hall_roll                    302 404 404 404 404 404 404 404 404 404 404 404 404
meet:sheet                        302 404 404 404 404 404 404 404 404 404 404 404 404
meet:open_sheet                   302 404 404 404 404 404 404 404 404 404 404 404 404
meet:send_lines                   302 404 404 404 404 404 404 404 404 404 404 404 404
meet:paste                        302 404 404 404 404 404 404 404 404 404 404 404 404
meet:paper_sheets                 302 404 404 404 404 404 404 404 404 404 404 404 404
meet:paper_sheet                  302 404 404 404 404 404 404 404 404 404 404 404 404
meet:print_paper                  302 404 404 404 404 404 404 404 404 404 404 404 404
meet:hall_words                   302 404 404 404 404 404 404 404 404 404 404 404 404
meet:moderate                     302 404 404 404 404 404 404 404 404 404 404 404 404
meet:put_right                    302 404 404 404 404 404 404 404 404 404 404 404 404
meet:hall_photo                   302 404 404 404 404 404 404 404 404 404 404 404 404
meet:check_in                     404 404 404 404 404 404 404 404 404 404 404 404 404
meet:wall                         404 404 404 404 404 404 404 404 404 404 404 404 404
meet:wall_list                    404 404 404 404 404 404 404 404 404 404 404 404 404
meet:ask                          404 404 404 404 404 404 404 404 404 404 404 404 404
meet:support                      404 404 404 404 404 404 404 404 404 404 404 404 404
meet:screen                       404 404 404 404 404 404 404 404 404 404 404 404 404
meet:screen_list                  404 404 404 404 404 404 404 404 404 404 404 404 404
meet:topic_settle                 302 404 404 404 404 404 404 404 404 404 404 404 404
meet:topic_do                     404 404 404 404 404 404 404 404 404 404 404 404 404
meet:topic_join                   302 404 404 404 404 404 404 404 404 404 404 404 404
meet:agenda                       302 404 404 404 404 404 404 404 404 404 404 404 404
meet:agenda_topic                 302 404 404 404 404 404 404 404 404 404 404 404 404
meet:agenda_order                 302 404 404 404 404 404 404 404 404 404 404 404 404
meet:freeze_agenda                302 404 404 404 404 404 404 404 404 404 404 404 404
meet:change_item                  302 404 404 404 404 404 404 404 404 404 404 404 404
meet:remove_item                  302 404 404 404 404 404 404 404 404 404 404 404 404
meet:note_item                    302 404 404 404 404 404 404 404 404 404 404 404 404
meet:topic                        404 404 404 404 404 404 404 404 404 404 404 404 404
meet:topic_receipt                404 404 404 404 404 404 404 404 404 404 404 404 404
meet:topic_support                404 404 404 404 404 404 404 404 404 404 404 404 404
meet:topic_leave                  404 404 404 404 404 404 404 404 404 404 404 404 404
meet:topic_withdraw               404 404 404 404 404 404 404 404 404 404 404 404 404
meet:propose_for                  404 404 404 404 404 404 404 404 404 404 404 404 404
meet:pack                         404 404 404 404 404 404 404 404 404 404 404 404 404
meet:pack_paper                   404 404 404 404 404 404 404 404 404 404 404 404 404
meet:topics                       200 200 200 200 200 200 200 200 200 200 200 200 200
meet:propose                      200 200 200 200 200 200 200 200 200 200 200 200 200
meet:topic_follow                 200 200 200 200 200 200 200 200 200 200 200 200 200
meet:topic_desk                   302 403 200 200 200 200 200 200 403 403 403 403 403
meet:opinion                      404 404 404 404 404 404 404 404 404 404 404 404 404
meet:responses                    302 404 404 404 404 404 404 404 404 404 404 404 404
meet:print_slips                  302 404 404 404 404 404 404 404 404 404 404 404 404
meet:respond                      302 404 404 404 404 404 404 404 404 404 404 404 404
meet:motions                      302 404 404 404 404 404 404 404 404 404 404 404 404
meet:count_hands                  302 404 404 404 404 404 404 404 404 404 404 404 404
meet:drop_motion                  302 404 404 404 404 404 404 404 404 404 404 404 404
meet:decisions                    302 404 404 404 404 404 404 404 404 404 404 404 404
meet:decide                       302 404 404 404 404 404 404 404 404 404 404 404 404
meet:strike_decision              302 404 404 404 404 404 404 404 404 404 404 404 404
meet:undertake                    302 404 404 404 404 404 404 404 404 404 404 404 404
meet:promise_do                   302 404 404 404 404 404 404 404 404 404 404 404 404
meet:my_promises                  302 403 200 200 200 200 200 200 200 200 200 200 200
meet:promises                     200 200 200 200 200 200 200 200 200 200 200 200 200
meet:promise                      404 404 404 404 404 404 404 404 404 404 404 404 404
meet:promise_say                  404 404 404 404 404 404 404 404 404 404 404 404 404
meet:promise_picture              404 404 404 404 404 404 404 404 404 404 404 404 404
record:home                       200 200 200 200 200 200 200 200 200 200 200 200 200
record:export                     200 200 200 200 200 200 200 200 200 200 200 200 200
record:head                       200 200 200 200 200 200 200 200 200 200 200 200 200
record:proof                      404 404 404 404 404 404 404 404 404 404 404 404 404
record:growth                     404 404 404 404 404 404 404 404 404 404 404 404 404
record:tool                       200 200 200 200 200 200 200 200 200 200 200 200 200
record:verify                     200 200 200 200 200 200 200 200 200 200 200 200 200
record:check_here                 200 200 200 200 200 200 200 200 200 200 200 200 200
open:place_card                   200 200 200 200 200 200 200 200 200 200 200 200 200
open:case_card                    200 200 200 200 200 200 200 200 200 200 200 200 200
open:session_card                 404 404 404 404 404 404 404 404 404 404 404 404 404
open:figures                      200 200 200 200 200 200 200 200 200 200 200 200 200
open:screen                       200 200 200 200 200 200 200 200 200 200 200 200 200
open:board                        200 200 200 200 200 200 200 200 200 200 200 200 200
open:board_paper                  404 404 404 404 404 404 404 404 404 404 404 404 404
open:board_photo                  404 404 404 404 404 404 404 404 404 404 404 404 404
open:board_post                   302 403 200 200 200 200 200 403 403 403 403 403 403
open:board_strike                 302 404 404 404 404 404 404 404 404 404 404 404 404
open:sheets                       302 403 200 200 200 200 200 200 403 403 200 403 403
open:sheets_file                  302 403 404 404 404 404 404 404 403 403 404 403 403
open:doors_list                   302 403 200 200 200 200 200 200 403 403 200 403 403
open:briefing                     200 200 200 200 200 200 200 200 200 200 200 200 200
open:briefing_pdf                 200 200 200 200 200 200 200 200 200 200 200 200 200
open:briefing_docx                200 200 200 200 200 200 200 200 200 200 200 200 200
open:feeds                        200 200 200 200 200 200 200 200 200 200 200 200 200
open:feed                         404 404 404 404 404 404 404 404 404 404 404 404 404
open:sitemap                      200 200 200 200 200 200 200 200 200 200 200 200 200
open:sitemap_part                 404 404 404 404 404 404 404 404 404 404 404 404 404
open:robots                       200 200 200 200 200 200 200 200 200 200 200 200 200
open:data                         200 200 200 200 200 200 200 200 200 200 200 200 200
open:data_sums                    404 404 404 404 404 404 404 404 404 404 404 404 404
open:data_file                    404 404 404 404 404 404 404 404 404 404 404 404 404
account_login                     200 302 302 302 302 302 302 302 302 302 302 302 302
account_request_login_code        200 302 302 302 302 302 302 302 302 302 302 302 302
account_confirm_login_code        302 302 302 302 302 302 302 302 302 302 302 302 302
mfa_login_webauthn                302 302 302 302 302 302 302 302 302 302 302 302 302
mfa_authenticate                  302 302 302 302 302 302 302 302 302 302 302 302 302
account_signup                    200 302 302 302 302 302 302 302 302 302 302 302 302
account_inactive                  200 200 200 200 200 200 200 200 200 200 200 200 200
account_logout                    302 200 200 200 200 200 200 200 200 200 200 200 200
account_reauthenticate            302 200 200 200 200 200 200 200 200 200 200 200 200
mfa_reauthenticate                302 302 302 302 302 302 302 302 302 302 302 302 302
mfa_reauthenticate_webauthn       302 302 302 302 302 302 302 302 302 302 302 302 302
account_change_password           302 200 200 200 200 200 200 200 200 200 200 200 200
socialaccount_connections         302 200 200 200 200 200 200 200 200 200 200 200 200
weixin_login                      404 404 404 404 404 404 404 404 404 404 404 404 404
weixin_callback                   404 404 404 404 404 404 404 404 404 404 404 404 404
socialaccount_login_cancelled     200 200 200 200 200 200 200 200 200 200 200 200 200
account_set_password              302 302 302 302 302 302 302 302 302 302 302 302 302
account_change_phone              302 200 200 200 200 200 200 200 200 200 200 200 200
account_verify_phone              302 302 302 302 302 302 302 302 302 302 302 302 302
mfa_index                         302 200 200 200 200 200 200 200 200 200 200 200 200
mfa_activate_totp                 302 302 302 302 302 302 302 302 302 302 302 302 302
mfa_deactivate_totp               302 404 404 404 404 404 404 404 404 404 404 404 404
mfa_view_recovery_codes           302 404 404 404 404 404 404 404 404 404 404 404 404
mfa_generate_recovery_codes       302 302 302 302 302 302 302 302 302 302 302 302 302
mfa_download_recovery_codes       302 404 404 404 404 404 404 404 404 404 404 404 404
mfa_list_webauthn                 302 200 200 200 200 200 200 200 200 200 200 200 200
mfa_add_webauthn                  302 302 302 302 302 302 302 302 302 302 302 302 302
mfa_edit_webauthn                 302 302 302 302 302 302 302 302 302 302 302 302 302
mfa_remove_webauthn               302 302 302 302 302 302 302 302 302 302 302 302 302
people:me                         302 200 200 200 200 200 200 200 200 200 200 200 200
api:keys                          302 200 200 200 200 200 200 200 200 200 200 200 200
api:new_key                       302 200 200 200 200 200 200 200 200 200 200 200 200
api:hooks                         302 200 200 200 200 200 200 200 200 200 200 200 200
api:new_hook                      302 200 200 200 200 200 200 200 200 200 200 200 200
api:change_hook                   302 404 404 404 404 404 404 404 404 404 404 404 404
api:pause_hook                    302 404 404 404 404 404 404 404 404 404 404 404 404
api:resume_hook                   302 404 404 404 404 404 404 404 404 404 404 404 404
api:try_hook                      302 404 404 404 404 404 404 404 404 404 404 404 404
api:end_hook                      302 404 404 404 404 404 404 404 404 404 404 404 404
api:partners                      302 403 403 403 403 200 403 403 403 403 200 403 403
api:new_partner                   302 403 403 403 403 200 403 403 403 403 200 403 403
api:end_partner                   302 403 403 403 403 404 403 403 403 403 404 403 403
api:change_partner                302 403 403 403 403 404 403 403 403 403 404 403 403
api:pause_partner                 302 403 403 403 403 404 403 403 403 403 404 403 403
api:resume_partner                302 403 403 403 403 404 403 403 403 403 404 403 403
api:open311                       200 200 200 200 200 200 200 200 200 200 200 200 200
api:open311_discovery             200 200 200 200 200 200 200 200 200 200 200 200 200
api:open311_services              200 200 200 200 200 200 200 200 200 200 200 200 200
api:open311_service               404 404 404 404 404 404 404 404 404 404 404 404 404
api:open311_requests              200 200 200 200 200 200 200 200 200 200 200 200 200
api:open311_request               200 200 200 200 200 200 200 200 200 200 200 200 200
api:open311_token                 404 404 404 404 404 404 404 404 404 404 404 404 404
api:open311_updates               200 200 200 200 200 200 200 200 200 200 200 200 200
api:open311_elsewhere             404 404 404 404 404 404 404 404 404 404 404 404 404
api:rest_docs                     200 200 200 200 200 200 200 200 200 200 200 200 200
api:rest_document                 200 200 200 200 200 200 200 200 200 200 200 200 200
api:rest_categories               200 200 200 200 200 200 200 200 200 200 200 200 200
api:rest_places                   200 200 200 200 200 200 200 200 200 200 200 200 200
api:rest_place                    200 200 200 200 200 200 200 200 200 200 200 200 200
api:rest_cases                    200 200 200 200 200 200 200 200 200 200 200 200 200
api:rest_case                     200 200 200 200 200 200 200 200 200 200 200 200 200
api:rest_case_events              200 200 200 200 200 200 200 200 200 200 200 200 200
api:rest_doings                   401 401 401 401 401 401 401 401 401 401 401 401 401
api:rest_do                       401 401 401 401 401 401 401 401 401 401 401 401 401
api:rest_elsewhere                404 404 404 404 404 404 404 404 404 404 404 404 404
api:revoke_key                    302 404 404 404 404 404 404 404 404 404 404 404 404
network:home                      302 200 200 200 200 200 200 200 200 200 200 200 200
network:leave_home                302 302 302 302 302 302 302 302 302 302 302 302 302
network:homes                     302 403 200 403 200 200 403 403 403 403 403 403 403
network:vouch                     302 403 404 403 404 404 403 403 403 403 403 403 403
network:not_there                 302 403 404 403 404 404 403 403 403 403 403 403 403
meet:home                         200 200 200 200 200 200 200 200 200 200 200 200 200
meet:calendar                     200 200 200 200 200 200 200 200 200 200 200 200 200
meet:feed                         200 200 200 200 200 200 200 200 200 200 200 200 200
meet:dates                        200 200 200 200 200 200 200 200 200 200 200 200 200
meet:call                         302 403 403 403 200 200 200 403 403 403 403 403 403
meet:new_series                   302 403 403 403 200 200 200 403 403 403 403 403 403
meet:rules                        200 200 200 200 200 200 200 200 200 200 200 200 200
meet:new_tally                    302 403 403 403 403 200 403 403 403 403 200 403 403
meet:set_tally                    302 403 403 403 403 404 403 403 403 403 404 403 403
meet:set_rule                     302 403 403 403 403 404 403 403 403 403 404 403 403
meet:mine                         302 403 200 200 200 200 200 200 200 200 200 200 200
meet:series                       302 403 403 403 200 200 200 403 403 403 403 403 403
meet:one_series                   302 403 403 403 404 404 404 403 403 403 403 403 403
meet:series_do                    302 404 404 404 404 404 404 404 404 404 404 404 404
meet:reply                        302 404 404 404 404 404 404 404 404 404 404 404 404
meet:uninvite                     302 404 404 404 404 404 404 404 404 404 404 404 404
meet:session                      404 404 404 404 404 404 404 404 404 404 404 404 404
meet:ics                          404 404 404 404 404 404 404 404 404 404 404 404 404
meet:poster                       404 404 404 404 404 404 404 404 404 404 404 404 404
meet:do                           302 404 404 404 404 404 404 404 404 404 404 404 404
net:overview                      302 403 403 403 403 200 403 403 403 403 200 403 403
net:bodies                        302 403 403 403 403 200 403 403 403 403 200 403 403
net:new_body                      302 403 403 403 403 200 403 403 403 403 200 403 403
net:body                          302 403 403 403 403 200 403 403 403 403 200 403 403
net:body_do                       302 403 403 403 403 200 403 403 403 403 200 403 403
net:end_serving                   302 403 403 403 403 200 403 403 403 403 200 403 403
net:end_seat                      302 403 403 403 403 200 403 403 403 403 200 403 403
net:contracts                     302 403 403 403 403 200 403 403 403 403 200 403 403
net:posts                         302 403 403 403 403 200 403 403 403 403 200 403 403
net:post                          302 403 403 403 403 200 403 403 403 403 200 403 403
net:post_do                       302 403 403 403 403 200 403 403 403 403 200 403 403
net:end_term                      302 403 403 403 403 200 403 403 403 403 200 403 403
net:secretaries                   302 403 403 403 403 200 403 403 403 403 200 403 403
net:powers                        200 200 200 200 200 200 200 200 200 200 200 200 200
net:set_figure                    302 403 403 403 403 200 403 403 403 403 403 403 403
net:places                        200 200 200 200 200 302 200 200 200 200 302 200 200
net:place                         200 200 200 200 200 200 200 200 200 200 200 200 200
net:add_place                     302 403 403 403 403 200 403 403 403 403 200 403 403
net:rename_place                  302 403 403 403 403 200 403 403 403 403 200 403 403
net:recode_place                  302 403 403 403 403 200 403 403 403 403 200 403 403
net:close_place                   302 403 403 403 403 200 403 403 403 403 200 403 403
net:move_place                    302 403 403 403 403 200 403 403 403 403 200 403 403
net:split_community               302 403 403 403 403 200 403 403 403 403 200 403 403
net:grids                         302 403 403 403 403 403 403 403 403 403 403 403 403
net:hang_plan                     302 403 403 403 403 200 403 403 403 403 200 403 403
net:grid                          302 404 404 404 404 404 404 404 404 404 404 404 404
net:end_grid                      302 404 404 404 404 404 404 404 404 404 404 404 404
net:plan                          302 404 404 404 404 404 404 404 404 404 404 404 404
net:plan_picture                  404 404 404 404 404 404 404 404 404 404 404 404 404
net:erase_zone                    302 404 404 404 404 404 404 404 404 404 404 404 404
net:take_down_plan                302 404 404 404 404 404 404 404 404 404 404 404 404
net:roll                          302 403 200 403 200 200 403 403 403 403 403 403 403
net:roll_upload                   302 403 403 403 403 200 403 403 403 403 403 403 403
net:roll_example                  302 403 403 403 403 200 403 403 403 403 403 403 403
net:roll_import                   302 403 403 403 403 404 403 403 403 403 403 403 403
net:roll_problems                 302 403 403 403 403 404 403 403 403 403 403 403 403
net:roll_confirm                  302 403 403 403 403 404 403 403 403 403 403 403 403
net:roll_drop                     302 403 403 403 403 404 403 403 403 403 403 403 403
net:roll_to_complete              302 403 403 403 403 200 403 403 403 403 403 403 403
net:roll_counts                   302 403 200 403 200 200 403 403 403 403 403 403 403
net:roll_at                       302 403 200 403 200 200 403 403 403 403 403 403 403
net:roll_slips                    302 403 403 403 403 200 403 403 403 403 403 403 403
net:roll_dwelling                 302 403 404 403 404 404 403 403 403 403 403 403 403
net:roll_correct                  302 403 403 403 403 404 403 403 403 403 403 403 403
net:roll_owners                   302 403 403 403 403 404 403 403 403 403 403 403 403
net:roll_enter                    302 403 403 403 403 404 403 403 403 403 403 403 403
net:roll_complete                 302 403 403 403 403 404 403 403 403 403 403 403 403
net:roll_end                      302 403 403 403 403 404 403 403 403 403 403 403 403
net:roll_rules                    302 403 200 403 200 200 403 403 403 403 403 403 403
net:bind                          302 200 200 200 200 200 200 200 200 200 200 200 200
net:coverage                      200 200 200 200 200 200 200 200 200 200 200 200 200
net:figures                       200 200 200 200 200 200 200 200 200 200 200 200 200
net:behind                        404 404 404 404 404 404 404 404 404 404 404 404 404
net:commitments                   200 200 200 200 200 200 200 200 200 200 200 200 200
net:directory                     200 200 200 200 200 200 200 200 200 200 200 200 200
net:directory_at                  200 200 200 200 200 200 200 200 200 200 200 200 200
net:directory_forget              302 302 302 302 302 302 302 302 302 302 302 302 302
net:directory_sheet               200 200 200 200 200 200 200 200 200 200 200 200 200
net:plaque                        404 404 404 404 404 404 404 404 404 404 404 404 404
net:coverage_grid                 302 403 200 403 200 200 200 403 403 403 200 200 403
net:coverage_grid_at              302 403 200 403 200 200 200 403 403 403 200 404 403
net:note_visit                    302 403 404 403 404 404 404 403 403 403 404 404 403
net:openings                      302 403 403 403 200 200 403 403 403 403 200 403 403
net:opening_fulfil                302 403 403 403 404 404 403 403 403 403 404 403 403
net:opening_drop                  302 403 403 403 404 404 403 403 403 403 404 403 403
net:opening_proof                 404 404 404 404 404 404 404 404 404 404 404 404 404
net:opening_proof_down            302 403 403 403 404 404 403 403 403 403 404 403 403
net:plaques                       302 403 403 403 403 200 403 403 403 403 200 403 403
net:plaques_printed               302 403 403 403 403 200 403 403 403 403 200 403 403
net:plaques_file                  302 403 403 403 403 302 403 403 403 403 302 403 403
net:plaque_file                   302 403 403 403 403 404 403 403 403 403 404 403 403
net:plaque_take_down              302 403 403 403 403 404 403 403 403 403 404 403 403
net:helping                       302 200 200 200 200 200 200 200 200 200 200 200 200
net:report_member                 302 403 403 403 403 403 403 403 403 403 403 403 403
net:leave_registration            302 302 302 302 302 302 302 302 302 302 302 302 302
net:helping_here                  302 403 200 403 200 200 403 403 403 403 403 403 403
net:enter_offer                   302 403 200 403 200 200 403 403 403 403 403 403 403
net:my_tasks                      302 403 403 403 403 403 403 403 403 403 403 403 403
net:units                         302 403 403 403 200 200 403 403 403 403 403 403 403
net:enter_unit                    302 403 403 403 403 200 403 403 403 403 403 403 403
net:tasks                         302 404 404 404 404 404 404 404 404 404 404 404 404
net:keep_registration             302 404 404 404 404 404 404 404 404 404 404 404 404
net:task                          302 404 404 404 404 404 404 404 404 404 404 404 404
net:helping_at                    200 200 200 200 200 200 200 200 200 200 200 200 200
net:change_offer                  302 404 404 404 404 404 404 404 404 404 404 404 404
net:end_offer                     302 404 404 404 404 404 404 404 404 404 404 404 404
language                          302 302 302 302 302 302 302 302 302 302 302 302 302
mode                              302 302 302 302 302 302 302 302 302 302 302 302 302
style                             200 200 200 200 200 200 200 200 200 200 200 200 200
service_worker                    200 200 200 200 200 200 200 200 200 200 200 200 200
homes_moved                       301 301 301 301 301 301 301 301 301 301 301 301 301
home_moved                        301 301 301 301 301 301 301 301 301 301 301 301 301
healthz                           200 200 200 200 200 200 200 200 200 200 200 200 200
meet:minutes                      404 404 404 404 404 404 404 404 404 404 404 404 404
meet:minutes_text                 404 404 404 404 404 404 404 404 404 404 404 404 404
meet:minutes_paper                404 404 404 404 404 404 404 404 404 404 404 404 404
meet:propose_correction           404 404 404 404 404 404 404 404 404 404 404 404 404
meet:object_to                    404 404 404 404 404 404 404 404 404 404 404 404 404
meet:board                        404 404 404 404 404 404 404 404 404 404 404 404 404
meet:behind                       404 404 404 404 404 404 404 404 404 404 404 404 404
meet:figures_list                 404 404 404 404 404 404 404 404 404 404 404 404 404
meet:place_figures                200 200 200 200 200 200 200 200 200 200 200 200 200
meet:unanswered                   200 200 200 200 200 200 200 200 200 200 200 200 200
meet:write_minutes                302 404 404 404 404 404 404 404 404 404 404 404 404
meet:decide_correction            302 404 404 404 404 404 404 404 404 404 404 404 404
meet:seal_minutes                 302 404 404 404 404 404 404 404 404 404 404 404 404
meet:correct_sealed               302 404 404 404 404 404 404 404 404 404 404 404 404
meet:post_minutes                 302 404 404 404 404 404 404 404 404 404 404 404 404
meet:answer_objection             302 404 404 404 404 404 404 404 404 404 404 404 404
open:save                         200 200 200 200 200 200 200 200 200 200 200 200 200
open:saved_lists                  302 200 200 200 200 200 200 200 200 200 200 200 200
open:saved                        302 404 404 404 404 404 404 404 404 404 404 404 404
open:saved_file                   302 404 404 404 404 404 404 404 404 404 404 404 404
open:drop_saved                   302 404 404 404 404 404 404 404 404 404 404 404 404
net:imports                       302 404 200 200 200 200 200 200 200 200 200 200 200
net:brought                       302 404 404 404 404 404 404 404 404 404 404 404 404
net:brought_problems              302 404 404 404 404 404 404 404 404 404 404 404 404
net:confirm_brought               302 404 404 404 404 404 404 404 404 404 404 404 404
net:drop_brought                  302 404 404 404 404 404 404 404 404 404 404 404 404
net:bring                         302 404 404 404 404 200 404 404 404 404 200 404 404
net:bring_example                 302 404 404 404 404 200 404 404 404 404 200 404 404
readyz                            200 200 200 200 200 200 200 200 200 200 200 200 200
"""

ABSENT = "987654321"
"""A number no row has: whoever may look gets 404, and nobody else learns that it is not there."""


class Place(Town):
    """The small world with a browser for each of WHO, and what stands in addresses."""

    def __init__(self) -> None:
        self.draft = "nonsense"
        super().__init__()
        world = self.world
        for key, kind in (("group", "group"), ("member_home", "member_home")):
            body = network.found(CLOCK, world.places["b3"], kind=kind, code=f"org-{key}", name_zh=key)
            world.posts[key] = network.create_post(CLOCK, body, role=key, code=f"post-{key}")
            world.people[key] = people.register(CLOCK, None, username=key, name=key, password=PASSWORD)
            network.appoint(CLOCK, world.posts[key], person=world.people[key])
        world.people["department"] = world.people["fire"]
        self.seat = network.give_seat(
            CLOCK, world.posts["council"].organisation, kind="fixed", post=world.posts["branch"]
        )
        self.asking = {who: self._browser_of(who) for who in WHO}

    def _browser_of(self, who: str) -> Client:
        client = Client(headers={"accept-language": "en"})
        if who != "anyone":
            client.force_login(self.world.people[who])
        client.kept, client.draft = client.cookies.copy(), "nonsense"
        return client

    def part(self, page: str, name: str) -> str:
        """What stands for a part of the address of a page."""
        chosen = KNOWN.get(f"{page}/{name}") or KNOWN.get(f"{page.split(':')[0]}:/{name}") or KNOWN.get(name)
        return str(chosen(self)) if chosen else ABSENT

    def row(self, page: str, converters: dict[str, Any]) -> list[int]:
        """The status of the page for each of WHO."""
        path = address(page, converters, {name: self.part(page, name) for name in converters})
        return [self._status(client, path) for client in self.asking.values()]

    def _status(self, client: Client, path: str) -> int:
        looked = self.ask(client, "GET", path).status_code
        if looked != 405:
            return looked
        return self.ask(client, "POST", path, content_type="application/x-www-form-urlencoded").status_code


def _branch(town: Place) -> Organisation:
    return town.world.posts["branch"].organisation


KNOWN: dict[str, Callable[[Place], Any]] = {
    # part of an address, of one page or of all: what stands there
    "number": lambda town: town.case.number,
    "code": lambda town: town.world.places["estate"].code,
    "step": lambda town: "words",
    "draft": lambda town: "nonsense",
    "token": lambda town: "nonsense",
    "action": lambda town: "note",
    "size": lambda town: "small",
    "name": lambda town: "offline.py",
    "form": lambda town: "json",
    "what": lambda town: "words",
    "channel": lambda town: "sms",
    "cases:photo/pk": lambda town: town.case.photos.get().pk,
    "desk:black_out/pk": lambda town: town.case.photos.get().pk,
    "desk:photo_as_taken/pk": lambda town: town.case.photos.get().pk,
    "net:body/pk": lambda town: _branch(town).pk,
    "net:body_do/pk": lambda town: _branch(town).pk,
    "net:body_do/action": lambda town: "rename",
    "net:end_serving/pk": lambda town: _branch(town).servings.get().pk,
    "net:end_seat/pk": lambda town: town.seat.pk,
    "net:post/pk": lambda town: town.world.posts["branch"].pk,
    "net:post_do/pk": lambda town: town.world.posts["branch"].pk,
    "net:post_do/action": lambda town: "appoint",
    "net:end_term/pk": lambda town: Appointment.objects.get(post=town.world.posts["branch"]).pk,
    "net:set_figure/what": lambda town: "joint",
    "net:bring/what": lambda town: "places",
    "net:bring_example/what": lambda town: "places",
    "open:save/name": lambda town: "cases",
    "open:save/form": lambda town: "csv",
}


def table() -> dict[str, list[int]]:
    """The table as it is written: name of the page → status for each of WHO."""
    _head, *lines = TABLE.strip().splitlines()
    return {name: [int(status) for status in found] for name, *found in map(str.split, lines)}


def line(page: str, row: list[int]) -> str:
    """A line as it stands in the table."""
    return f"{page:<33} {' '.join(map(str, row))}"


def test_every_page_gives_everybody_what_the_table_says():
    town, said, wrong = Place(), table(), []
    pages = dict(ROUTES)
    for page, converters in pages.items():
        row = town.row(page, converters)
        if said.get(page) != row:
            wrong.append(line(page, row))
    assert not wrong, "these lines are missing, or say something else:\n" + "\n".join(wrong)
    assert not said.keys() - pages.keys(), "there are no such pages any more"


SEES_ALL = "steward on_duty branch committee council hotline".split()


def test_what_is_kept_from_the_public_is_there_for_whoever_sees_all_at_its_place_alone():
    town = Place()
    for who, client in town.asking.items():
        in_public = town.ask(client, "GET", f"/cases/{town.hidden.number}/").status_code
        at_the_desk = town.ask(client, "GET", f"/desk/cases/{town.hidden.number}/").status_code
        assert in_public == (200 if who in SEES_ALL else 404), who
        assert at_the_desk == (302 if who == "anyone" else in_public), who


@pytest.mark.parametrize("page", ["net:body", "net:post", "net:end_term", "net:end_serving"])
def test_what_lies_out_of_a_keepers_range_is_not_there(page):
    town, other = Place(), {}
    world = town.world
    street = type(world.places["street"]).objects.get(pk=world.places["street"].pk)
    elsewhere = network.add_place(CLOCK, street, code="elsewhere", level="estate", name_zh="别处")
    body = network.found(CLOCK, elsewhere, kind="branch", name_zh="别处党支部")
    post = network.create_post(CLOCK, body, role="branch")
    term = network.appoint(CLOCK, post, person=world.people["resident"])
    other = {
        "net:body": body.pk,
        "net:post": post.pk,
        "net:end_term": term.pk,
        "net:end_serving": body.servings.get().pk,
    }
    path = address(page, dict(ROUTES)[page], {"pk": str(other[page])})
    assert town.ask(town.asking["committee"], "GET", path).status_code == 404
    assert town.ask(town.asking["operator"], "GET", path).status_code == 200, "it lies in the operator's"
