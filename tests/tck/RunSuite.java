// Runs the modules of the public conformity suite where the whole is not to be had: java -cp … tests/tck/RunSuite.java FILE
// Its last lines are those of the whole: how many passed, how many failed. tests/tck/run.py reads them.

import java.io.FileReader;
import java.util.HashMap;
import java.util.Properties;
import org.eclipse.dataspacetck.core.system.ConsoleMonitor;
import org.eclipse.dataspacetck.dsp.system.DspSystemLauncher;
import org.eclipse.dataspacetck.runtime.TckRuntime;

public class RunSuite {
    public static void main(String[] given) throws Exception {
        var read = new Properties();
        try (var file = new FileReader(given[0])) {
            read.load(file);
        }
        var properties = new HashMap<String, String>();
        read.stringPropertyNames().forEach(name -> properties.put(name, read.getProperty(name)));
        var summary = TckRuntime.Builder.newInstance()
                .properties(properties)
                .launcher(DspSystemLauncher.class)
                .addPackage("org.eclipse.dataspacetck.dsp.verification")
                .monitor(new ConsoleMonitor(false, false))
                .build()
                .execute();
        summary.getFailures().forEach(failure -> System.out.println(
                "FAILED: " + failure.getTestIdentifier().getDisplayName() + " " + failure.getException()));
        System.out.println("Passed tests: " + summary.getTestsSucceededCount());
        System.out.println("Failed tests: " + summary.getTestsFailedCount());
        System.exit(0);
    }
}
