package io.conpool.error;

import java.util.Objects;
import java.util.concurrent.CompletionException;

import org.jspecify.annotations.Nullable;

/**
 * The one exception in which a call ends: it carries the {@link H2Error} that tells what
 * happened and whether the server can have acted on the request.
 */
public class H2ClientException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient H2Error error;

	/**
	 * Wraps an error; the cause, where there is one, becomes this exception's.
	 * @param error what happened
	 */
	public H2ClientException(H2Error error) {
		super(error.message(), error.cause());
		this.error = error;
	}

	/**
	 * What happened.
	 * @return the error
	 */
	public H2Error error() {
		return this.error;
	}

	/**
	 * What a future or stage really ended with, without the wrapper that the JDK adds.
	 * @param thrown what a dependent of the future got
	 * @return the cause of a {@code CompletionException}, else the throwable itself
	 */
	public static Throwable unwrap(Throwable thrown) {
		Throwable cause = thrown.getCause();
		return (thrown instanceof CompletionException && cause != null) ? cause : thrown;
	}

	/**
	 * The error inside a throwable that a future or stage of this library ended with.
	 * @param thrown an {@link H2ClientException}, possibly wrapped by
	 * {@code CompletionException}
	 * @return its error, or null if there is none
	 */
	public static @Nullable H2Error errorIn(@Nullable Throwable thrown) {
		for (Throwable t = thrown; t != null; t = t.getCause()) {
			if (t instanceof H2ClientException exception) {
				return Objects.requireNonNull(exception.error);
			}
		}
		return null;
	}

}
