/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check/common.h"

#include <string.h>

/* clang-format off */
static const char *const english =
    "academy accord act action administration admiral advanced affairs agency agreement agriculture aid air airport "
    "alliance ambassador amendment american ancient annual appeal archbishop archipelago area army arts assembly "
    "assistant association atlantic atomic attorney authority avenue award bank base battalion battle bay beach bible "
    "big bill bishop black blue board bridge brigade british broadcasting brotherhood bureau business cabinet camp "
    "canal cape capital captain cardinal case castle cathedral catholic center central centre century chairman "
    "chamber chancellor channel chapter charter chief children christian christmas church circuit city civil clean "
    "climate club coalition coast coal code college colonel command commander commerce commission commissioner "
    "committee common commonwealth communist community company conference congress constitution constitutional "
    "consulate convention cooperation corporation corps corridor council count countess county court covenant crime "
    "criminal crisis cross crown culture cultural cup customs day deal declaration defence defense delegation delta "
    "democracy democratic department deputy desert development directive director disaster district division doctor "
    "domestic dragon dream duchess duke dutch earth east eastern easter economic economy education eight election "
    "electric embassy emergency emperor empire empress energy engineering environment environmental euro european "
    "exchange executive exhibition express external faculty falls family federal federation festival field fifth "
    "finance financial fire first five fleet food force forces foreign forest forum foundation four fourth free "
    "freedom friday front fund future gallery game games garden gas gate general global golden good governor grand "
    "great green group guard gulf half hall harbour harbor head health heritage high highness hill holy home hospital "
    "house housing human imam immigration imperial independence independent index industrial industry information "
    "initiative inner institute insurance intelligence interior internal international investigation investment "
    "island islands islamic jewish joint journal judge judicial july june justice justices key king kingdom labor "
    "labour lady lake language law league left legislative level liberal liberation liberty library lieutenant line "
    "little local long lord lower madam magazine major management manager march marine maritime market marshal master "
    "mayor medal media medical medicine mediterranean member memorial merchant metro middle military minister "
    "ministry minority miss mission model modern monday monetary monitor monument moon morning mosque mother "
    "motorway mount mountain movement mrs museum music muslim national nations natural nature naval navy new news "
    "nine nobel north northern northeast northwest nuclear ocean office officer oil old olympic olympics open "
    "operation operations opposition orange order organization organisation orthodox pacific pact palace paper "
    "paralympic park parliament parliamentary party pass patriarch patriotic peace peninsula people peoples petroleum "
    "philharmonic plan planning plaza point police policy political polytechnic pope popular port post power premier "
    "presidency president presidential press prime prince princess principal prison prize professor program programme "
    "progressive project property prosecutor protection protestant protocol province provincial public queen radio "
    "rail railway range red reform refugee region regional register regulation relations relief report "
    "representative representatives republic republican rescue research reserve resolution resource resources "
    "revolution revolutionary right rights river road roman round route royal russian sacred safety saint saturday "
    "scholar school science sciences sea second secretariat secretary section security senate senator senior service "
    "services session seven seventh sheikh ship silk sir six sixth small social socialist society south southern "
    "southeast southwest soviet space special spokesman sport sports spring square staff standard star state station "
    "statistics steel stock strait strategy street student studies subject subway sultan summer summit sun sunday "
    "supreme swedish table task tax technology telegraph television temple ten territory theatre theater third three "
    "thursday times title tower town trade training transport transportation treasury treaty tribunal tropical trust "
    "tuesday tunnel two typhoon union united unity university upper urban valley vice victory village volcano war "
    "water way wednesday weekly welfare west western white wildlife winter women work workers works world year young "
    "youth zone file edit view save open print help settings window tools insert format options";
/* clang-format on */

const char *padan_check_common_words(const char *primary)
{
    return strcmp(primary, "en") == 0 ? english : NULL;
}
