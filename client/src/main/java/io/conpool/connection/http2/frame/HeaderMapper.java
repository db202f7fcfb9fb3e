package io.conpool.connection.http2.frame;

import io.conpool.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Turns a header list into a response's head, by RFC 9113 sections 8.2 and 8.3.
 * Stateless.
 */
public final class HeaderMapper {

	private static final String STATUS = ":status";

	private static final int STATUS_DIGITS = 3;

	private static final int MOST_LENGTH_DIGITS = 18;

	private HeaderMapper() {
	}

	/**
	 * The status code of a response.
	 * @return 100 to 999, or -1 if the first field is none, or no number of three digits
	 */
	public static int status(HeaderList list) {
		if (list.size() == 0 || !list.name(0).equals(STATUS)) {
			return -1;
		}
		String value = list.value(0);
		long status = (value.length() == STATUS_DIGITS) ? number(value) : -1;
		return (status >= 100) ? (int) status : -1;
	}

	/** A number of digits alone, or -1. */
	private static long number(String text) {
		long number = 0;
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (c < '0' || c > '9') {
				return -1;
			}
			number = number * 10 + c - '0';
		}
		return number;
	}

	/**
	 * The regular fields.
	 * @param isTrailers whether no pseudo-header field may be there at all, instead of
	 * one, which comes first
	 * @return the fields, or null if the list has one that a response must not have
	 */
	public static @Nullable HttpHeaders fields(HeaderList list, boolean isTrailers) {
		int first = isTrailers ? 0 : 1;
		for (int i = first; i < list.size(); i++) {
			if (list.isPseudo(i)) {
				return null;
			}
		}
		return list.isMalformed() ? null : list.from(first);
	}

	/**
	 * The length that content-length announces.
	 * @return bytes, -1 if it is not there, -2 if it is not one number
	 */
	public static long contentLength(HeaderList list) {
		long length = -1;
		for (int i = 0; i < list.size(); i++) {
			if (list.name(i).equals("content-length")) {
				long stated = length(list.value(i));
				if (stated < 0 || (length != -1 && stated != length)) {
					return -2;
				}
				length = stated;
			}
		}
		return length;
	}

	private static long length(String value) {
		return (value.isEmpty() || value.length() > MOST_LENGTH_DIGITS) ? -1 : number(value);
	}

}
