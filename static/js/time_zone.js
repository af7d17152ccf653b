// Offers the zone of this browser where nobody has chosen one.
const zone = document.getElementById("id_time_zone");
const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zone && zone.value === "UTC" && [...zone.options].some((option) => option.value === own)) {
  zone.value = own;
}
