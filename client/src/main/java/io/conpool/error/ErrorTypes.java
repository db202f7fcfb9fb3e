package io.conpool.error;

import java.util.Locale;

/**
 * Names of the kinds of error, made once per class from the record's name. Immutable.
 */
final class ErrorTypes {

	private static final ClassValue<String> NAMES = new ClassValue<>() {
		@Override
		protected String computeValue(Class<?> type) {
			return type.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
		}
	};

	private ErrorTypes() {
	}

	static String of(Class<?> type) {
		return NAMES.get(type);
	}

}
