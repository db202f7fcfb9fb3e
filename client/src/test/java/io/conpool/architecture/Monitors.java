package io.conpool.architecture;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.ClassReader;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.ClassVisitor;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.MethodVisitor;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.Opcodes;

/**
 * Finds {@code synchronized} blocks, which ArchUnit does not see, in the byte code that
 * it has read. A virtual thread that waits inside one holds its carrier up to JDK 23.
 */
final class Monitors {

	private Monitors() {
	}

	/** The methods that have such a block. */
	static List<String> enteredIn(JavaClass type) {
		List<String> methods = new ArrayList<>();
		try (InputStream bytes = type.getSource().orElseThrow().getUri().toURL().openStream()) {
			new ClassReader(bytes.readAllBytes()).accept(new Visitor(methods), ClassReader.SKIP_DEBUG);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return methods;
	}

	private static final class Visitor extends ClassVisitor {

		private final List<String> methods;

		Visitor(List<String> methods) {
			super(Opcodes.ASM9);
			this.methods = methods;
		}

		@Override
		public MethodVisitor visitMethod(int access, String name, String descriptor, String signature,
				String[] exceptions) {
			List<String> found = this.methods;
			return new MethodVisitor(Opcodes.ASM9) {
				@Override
				public void visitInsn(int opcode) {
					if (opcode == Opcodes.MONITORENTER) {
						found.add(name);
					}
				}
			};
		}

	}

}
