package io.conpool.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Header fields in the order in which they stand in the message. Names are lower case
 * (RFC 9113 section 8.2), and looked up whatever the case. {@link #toString()} hides the
 * values of fields that carry secrets. Immutable.
 */
public final class HttpHeaders {

	private static final HttpHeaders EMPTY = new HttpHeaders(new String[0]);

	private static final Set<String> SECRET = Set.of("authorization", "proxy-authorization", "cookie", "set-cookie");

	// name, value, name, value, ...
	private final String[] fields;

	private HttpHeaders(String[] fields) {
		this.fields = fields;
	}

	/**
	 * No fields.
	 * @return the empty headers
	 */
	public static HttpHeaders empty() {
		return EMPTY;
	}

	/**
	 * A builder without fields. It does not judge them: {@link H2Request} does so for
	 * what is sent.
	 * @return a new builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * The fields of a message that was received, without a copy of them.
	 * @param namesAndValues name, value, name, value and so on, the names in lower case;
	 * not copied, so it must not be changed any more
	 * @return the headers
	 */
	public static HttpHeaders received(String... namesAndValues) {
		return (namesAndValues.length == 0) ? EMPTY : new HttpHeaders(namesAndValues);
	}

	/** These and one field more. */
	HttpHeaders with(String name, String value) {
		int length = this.fields.length;
		String[] more = Arrays.copyOf(this.fields, length + 2);
		more[length] = lower(name);
		more[length + 1] = value;
		return new HttpHeaders(more);
	}

	/** Whether that is the last field, its name being in lower case. */
	boolean endWith(String name, String value) {
		int length = this.fields.length;
		return length > 0 && this.fields[length - 1].equals(value) && this.fields[length - 2].equals(name);
	}

	/**
	 * The first value of a field.
	 * @param name the field's name
	 * @return the value, if the field is there
	 */
	public Optional<String> first(String name) {
		int index = indexOf(lower(name), 0);
		return (index < 0) ? Optional.empty() : Optional.of(this.fields[index + 1]);
	}

	/**
	 * All values of a field in their order.
	 * @param name the field's name
	 * @return the values; empty if the field is not there
	 */
	public List<String> all(String name) {
		String wanted = lower(name);
		List<String> values = new ArrayList<>(2);
		for (int i = indexOf(wanted, 0); i >= 0; i = indexOf(wanted, i + 2)) {
			values.add(this.fields[i + 1]);
		}
		return values;
	}

	/**
	 * Whether a field is there.
	 * @param name the field's name
	 * @return true if it is
	 */
	public boolean contains(String name) {
		return indexOf(lower(name), 0) >= 0;
	}

	/**
	 * The names that occur, each once, in their order.
	 * @return the names, lower case
	 */
	public Set<String> names() {
		Set<String> names = new LinkedHashSet<>();
		forEach((name, value) -> names.add(name));
		return names;
	}

	/**
	 * Hands over every field in its order.
	 * @param action gets name and value
	 */
	public void forEach(BiConsumer<String, String> action) {
		for (int i = 0; i < this.fields.length; i += 2) {
			action.accept(this.fields[i], this.fields[i + 1]);
		}
	}

	/**
	 * How many fields there are; a name that occurs twice counts twice.
	 * @return the number
	 */
	public int size() {
		return this.fields.length / 2;
	}

	private int indexOf(String name, int from) {
		for (int i = from; i < this.fields.length; i += 2) {
			if (this.fields[i].equals(name)) {
				return i;
			}
		}
		return -1;
	}

	private static String lower(String name) {
		return name.toLowerCase(Locale.ROOT);
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof HttpHeaders headers && Arrays.equals(this.fields, headers.fields);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(this.fields);
	}

	@Override
	public String toString() {
		StringBuilder text = new StringBuilder("{");
		forEach((name, value) -> text.append((text.length() > 1) ? ", " : "")
			.append(name)
			.append(": ")
			.append(SECRET.contains(name) ? "<redacted>" : value));
		return text.append('}').toString();
	}

	/**
	 * Collects fields. Confined to one thread.
	 */
	public static final class Builder {

		private String[] fields = new String[16];

		private int length;

		private Builder() {
		}

		/**
		 * Adds a field behind those that are there.
		 * @param name the name; made lower case
		 * @param value the value
		 * @return this
		 */
		public Builder add(String name, String value) {
			if (this.length == this.fields.length) {
				this.fields = Arrays.copyOf(this.fields, this.length * 2);
			}
			this.fields[this.length++] = lower(name);
			this.fields[this.length++] = value;
			return this;
		}

		/**
		 * Adds all fields of other headers.
		 * @param headers the others
		 * @return this
		 */
		public Builder addAll(HttpHeaders headers) {
			headers.forEach(this::add);
			return this;
		}

		/**
		 * The headers as collected so far.
		 * @return the headers
		 */
		public HttpHeaders build() {
			return (this.length == 0) ? EMPTY : new HttpHeaders(Arrays.copyOf(this.fields, this.length));
		}

	}

}
