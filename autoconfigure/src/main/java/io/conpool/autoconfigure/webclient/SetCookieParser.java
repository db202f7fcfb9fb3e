package io.conpool.autoconfigure.webclient;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.http.ResponseCookie;

/**
 * Reads set-cookie fields as RFC 6265 section 5.2 says: what is wrong with one costs the
 * cookie or the attribute, never the response. Immutable.
 */
final class SetCookieParser implements ResponseCookie.Parser {

	// The second as servers still write it, against RFC 9110 section 5.6.7.
	private static final List<DateTimeFormatter> DATES = List.of(DateTimeFormatter.RFC_1123_DATE_TIME,
			DateTimeFormatter.ofPattern("EEE, dd-MMM-yyyy HH:mm:ss zzz", Locale.ROOT));

	private static final Duration NONE = Duration.ofSeconds(-1);

	private final InstantSource time;

	SetCookieParser(InstantSource time) {
		this.time = time;
	}

	@Override
	public List<ResponseCookie> parse(String field) {
		String[] parts = field.split(";", -1);
		int equals = parts[0].indexOf('=');
		String name = (equals > 0) ? parts[0].substring(0, equals).strip() : "";
		if (name.isEmpty()) {
			return List.of();
		}
		Map<String, String> attributes = attributes(parts);
		String path = attributes.get("path");
		try {
			return List.of(ResponseCookie.fromClientResponse(name, parts[0].substring(equals + 1).strip())
				.domain(attributes.get("domain"))
				.path((path != null && path.startsWith("/")) ? path : null)
				.maxAge(maxAge(attributes))
				.secure(attributes.containsKey("secure"))
				.httpOnly(attributes.containsKey("httponly"))
				.sameSite(attributes.get("samesite"))
				.partitioned(attributes.containsKey("partitioned"))
				.build());
		}
		catch (IllegalArgumentException ex) {
			// Has characters that Spring's cookies must not have.
			return List.of();
		}
	}

	/** By their names in lower case; the last of a name counts. */
	private static Map<String, String> attributes(String[] parts) {
		Map<String, String> attributes = new HashMap<>();
		for (int i = 1; i < parts.length; i++) {
			String[] attribute = parts[i].split("=", 2);
			attributes.put(attribute[0].strip().toLowerCase(Locale.ROOT),
					(attribute.length == 2) ? attribute[1].strip() : "");
		}
		return attributes;
	}

	/** Max-Age goes before Expires. */
	private Duration maxAge(Map<String, String> attributes) {
		String maxAge = attributes.get("max-age");
		if (maxAge != null) {
			try {
				return notNegative(Duration.ofSeconds(Long.parseLong(maxAge)));
			}
			catch (NumberFormatException ex) {
				// As if it were not there.
			}
		}
		Instant expires = instant(attributes.getOrDefault("expires", ""));
		return (expires != null) ? notNegative(Duration.between(this.time.instant(), expires)) : NONE;
	}

	/** A negative age would mean that the cookie has none. */
	private static Duration notNegative(Duration age) {
		return age.isNegative() ? Duration.ZERO : age;
	}

	private static @Nullable Instant instant(String date) {
		for (DateTimeFormatter format : DATES) {
			try {
				return Instant.from(format.parse(date));
			}
			catch (DateTimeException ex) {
				// In another format, or none.
			}
		}
		return null;
	}

}
